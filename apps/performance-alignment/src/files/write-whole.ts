import { RubatoError } from '@rubato/core';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** A file that cannot be written: no room, no permission, no such place. */
class FileError extends RubatoError {
  constructor(path: string, cause: unknown) {
    super('file', `${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/**
 * Writes a file, and the folders above it, so that at any moment, a kill included, the old one or the new one is there whole: a neighbour
 * is written first, and takes the file's name when it lies on the disk.
 *
 * @throws FileError where it cannot be written
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const neighbour = `${path}.new`;
  try {
    makeFolder(dirname(path));
    writeFileSync(neighbour, content, { flush: true });
    renameSync(neighbour, path);
  } catch (cause) {
    throw new FileError(path, cause);
  }
}

/** Tries to write in a folder, so that a long work does not end in vain. */
export function requireWritable(folder: string): void {
  const probe = resolve(folder, `.writable-${process.pid}`);
  writeWhole(probe, '');
  rmSync(probe);
}

/** Level by level: Node's own recursion does not end where the system lets nobody make a folder. */
function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = resolve(folder); !existsSync(at); at = dirname(at)) missing.push(at);
  for (const level of missing.reverse()) mkdirSync(level);
}
