import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { FileError } from './file-error.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Writes a file so that at any moment, a kill or a power cut included, either the old or the new one is there whole: the bytes go to a
 * neighbour first, which then takes the file's name. Makes the folder where there is none.
 *
 * @throws FileError where it cannot be written; the old file stays, and nothing beside it
 */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const neighbour = `${path}.new`;
  try {
    makeFolder(dirname(path));
    writeAll(neighbour, bytes);
    renameSync(neighbour, path);
  } catch (cause) {
    remove(neighbour);
    throw new FileError(path, cause);
  }
}

function writeAll(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w');
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What cannot be removed either is not what to complain of. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The reason why it was not written is told.
  }
}
