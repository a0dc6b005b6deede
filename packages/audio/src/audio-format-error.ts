import { RubatoError } from '@rubato/core';

/** The formats that this package reads. */
export type AudioFormat = 'midi' | 'wav';

/**
 * The one error that readers throw for a file that is malformed, damaged, too large or not supported. The message names the format and
 * the byte, and says what would be right.
 *
 * @example
 * ```ts
 * import { AudioFormatError, readWav } from '@rubato/audio';
 * let byte;
 * try {
 *   readWav(new TextEncoder().encode('RIFX'));
 * } catch (error) {
 *   if (error instanceof AudioFormatError) byte = error.byte;
 * }
 * byte; // → 0
 * ```
 */
export class AudioFormatError extends RubatoError {
  readonly format: AudioFormat;
  /** Where in the file, from 0. */
  readonly byte: number;

  constructor(format: AudioFormat, problem: string, byte: number) {
    super('audio-format', `${format}: byte ${byte}: ${problem}`);
    this.format = format;
    this.byte = byte;
  }
}
