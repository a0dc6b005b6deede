import { MemoryLimitError } from '@rubato/core';
import { checkMemory, checkWord, checkNumber, checkOptions, checkSamples, checkWhole, DEFAULT_SAMPLE_RATE } from '../check.ts';
import type { MemoryOptions, Samples } from '../check.ts';
import type { SampleEncoding } from './sample-encoding.ts';
import { bitsOf, FLOAT, formatTag, sampleEncodings, sampleWriter } from './sample-encoding.ts';

export interface WriteWavOptions extends MemoryOptions {
  /** Samples per second, a whole number. Default 22,050. */
  readonly sampleRate?: number;
  /** How samples are stored. Default `pcm16`. */
  readonly encoding?: SampleEncoding;
}

const HEADER_LENGTH = 44;
/** Sizes in a WAV file have 32 bits. */
const LARGEST_FILE = 2 ** 32 - 1;

/**
 * Writes one channel as a WAV file. PCM of b bits holds samples x in [-1, 1] as `min(2^(b-1) - 1, round(2^(b-1)·x))`; `float32` and
 * `float64` hold any.
 *
 * @param samples the signal; it is not changed
 * @returns the file: 44 bytes, and those of the samples, filled up to an even number
 * @throws InvalidArgumentError for an empty signal, samples that are no numbers, samples beyond [-1, 1] in PCM, options out of range
 * @throws MemoryLimitError where the file has more than `maxBytes`, or more than a WAV file can have
 *
 * Source: IBM & Microsoft, Multimedia Programming Interface and Data Specifications 1.0, 1991.
 *
 * @example
 * ```ts
 * import { writeWav } from '@rubato/audio';
 * writeWav(new Float32Array(22050)).length; // → 44144
 * ```
 */
export function writeWav(samples: Samples, options: WriteWavOptions = {}): Uint8Array<ArrayBuffer> {
  checkOptions(options, ['sampleRate', 'encoding', 'maxBytes']);
  const sampleRate = checkWhole('options.sampleRate', options.sampleRate ?? DEFAULT_SAMPLE_RATE, 100, 1e6);
  const encoding = checkWord('options.encoding', options.encoding ?? 'pcm16', sampleEncodings);
  const { length } = checkSamples('samples', samples);
  const isFloat = formatTag(encoding) === FLOAT;
  const bytesPerSample = bitsOf(encoding) / 8;
  const dataLength = length * bytesPerSample;
  // Chunks have even lengths.
  const fileLength = HEADER_LENGTH + dataLength + (dataLength % 2);
  checkMemory('a WAV file', fileLength, options);
  if (fileLength > LARGEST_FILE) throw new MemoryLimitError('a WAV file', fileLength, LARGEST_FILE);
  const file = new Uint8Array(fileLength);
  const view = new DataView(file.buffer);
  const writeName = (byte: number, name: string): void => file.set(new TextEncoder().encode(name), byte);
  writeName(0, 'RIFF');
  view.setUint32(4, fileLength - 8, true);
  writeName(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, formatTag(encoding), true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * bytesPerSample, true);
  view.setUint16(32, bytesPerSample, true);
  view.setUint16(34, 8 * bytesPerSample, true);
  writeName(36, 'data');
  view.setUint32(40, dataLength, true);
  const write = sampleWriter(encoding, view);
  for (let n = 0; n < length; n++) {
    if (!isFloat) checkNumber('samples', samples[n], -1, 1, [n]);
    write(HEADER_LENGTH + n * bytesPerSample, samples[n]);
  }
  return file;
}
