import { InvalidArgumentError } from '@rubato/core';
import { FileFormatError, type NumericArray, readArray } from '@rubato/io';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';

/** A file, and which of its arrays. */
export interface ArraySource {
  readonly path: string;
  readonly entry?: string;
}

/**
 * Splits `FILE.npz:entry`; a path that exists as it stands is never split.
 */
export async function parseSource(text: string, environment: Environment): Promise<ArraySource> {
  const match = /^(.+\.(?:npz|safetensors|json)):(.+)$/is.exec(text);
  if (match === null || (await environment.files.exists(text))) return { path: text };
  return { path: match[1], entry: match[2] };
}

/**
 * One array of a file of any format, its data a view of the bytes where that is possible.
 *
 * @throws UsageError that begins with the file
 */
export async function loadArray(text: string, environment: Environment, maxBytes?: number): Promise<NumericArray> {
  const { path, entry } = await parseSource(text, environment);
  const bytes = await environment.files.read(path, maxBytes);
  return inFile(path, () =>
    readArray(bytes, path, {
      copy: false,
      ...(entry === undefined ? {} : { entry }),
      ...(maxBytes === undefined ? {} : { maxBytes }),
    }),
  );
}

/** Runs a reader; its errors begin with the file and say how the command line names an entry. */
export function inFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FileFormatError || error instanceof InvalidArgumentError)) throw error;
    const message = error.message.replace('the option entry says which', `${path}:NAME says which`);
    throw new UsageError(`${path}: ${message}`, { cause: error });
  }
}
