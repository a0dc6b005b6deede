/** The formats that this package reads; `unknown` when a file could not be told to be any of them. */
export type FileFormat = 'npy' | 'npz' | 'csv' | 'safetensors' | 'json' | 'unknown';

/** Where in a file something is wrong: a byte offset from 0, or a line and a column (a table's cell) from 1. */
export type FilePosition = { readonly byte: number } | { readonly line: number; readonly column: number };

/**
 * The one error that readers throw for a file that is malformed, damaged, too large or not supported.
 *
 * The message begins with the format and the position and says what would be right. Wrong arguments of the
 * caller (an option out of range, an array whose data does not fill its shape) are `RangeError` or `TypeError`.
 *
 * @example
 * ```ts
 * import { FileFormatError, readCsv } from '@rubato/io';
 *
 * let position;
 * try {
 *   readCsv('1,2\n3,x\n');
 * } catch (error) {
 *   if (error instanceof FileFormatError) position = error.position;
 * }
 * position; // → { line: 2, column: 2 }
 * ```
 */
export class FileFormatError extends Error {
  override readonly name: string = 'FileFormatError';
  readonly format: FileFormat;
  /** Undefined where no one place is wrong. */
  readonly position: FilePosition | undefined;

  constructor(format: FileFormat, problem: string, position?: FilePosition, cause?: unknown) {
    super(`${format}: ${describePosition(position)}${problem}`, cause === undefined ? undefined : { cause });
    this.format = format;
    this.position = position;
  }
}

function describePosition(position: FilePosition | undefined): string {
  if (position === undefined) return '';
  if ('byte' in position) return `byte ${position.byte}: `;
  return `line ${position.line}, column ${position.column}: `;
}
