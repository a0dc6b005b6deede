import { InvalidArgumentError } from '@rubato/core';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { messageOf } from './file-error.ts';

/** Makes a folder, and those above it, level by level: Node's own recursion never ends where the system lets nobody make one, as in /proc. */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const above = dirname(resolve(folder));
  if (above !== resolve(folder)) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have been faster.
    if (!isFolder(folder)) throw error;
  }
}

/**
 * Makes a folder and tries to write there, so that a long work does not end in vain.
 *
 * @param option the command line's name of the folder
 * @throws InvalidArgumentError naming the option
 */
export function requireWritable(option: string, folder: string): void {
  const probe = join(folder, `.writable-${process.pid}`);
  try {
    makeFolder(folder);
    writeFileSync(probe, 'probe');
    rmSync(probe);
  } catch (error) {
    throw new InvalidArgumentError({
      argument: option,
      found: `"${folder}", where nothing can be written (${messageOf(error)})`,
      expected: 'a folder that is there, or that can be made',
    });
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
