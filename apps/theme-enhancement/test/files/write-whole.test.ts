import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FileError } from '../../src/files/file-error.ts';
import { writeWhole } from '../../src/files/write-whole.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it('makes the folder, replaces what was there, and leaves nothing beside it', () => {
  const folder = join(temporaryFolder(), 'a', 'b');
  const path = join(folder, 'file');
  writeWhole(path, Uint8Array.of(1, 2, 3));
  // What a kill in the middle of writing leaves.
  writeFileSync(`${path}.new`, 'half of a much longer checkpoint');
  writeWhole(path, Uint8Array.of(4));
  expect([...readFileSync(path)]).toEqual([4]);
  expect(readdirSync(folder)).toEqual(['file']);
});

it('leaves nothing beside a file that it cannot write, and says why', () => {
  const folder = temporaryFolder();
  // A folder that is not empty does not give up its name.
  mkdirSync(join(folder, 'file', 'inner'), { recursive: true });
  expect(() => writeWhole(join(folder, 'file'), Uint8Array.of(1))).toThrow(FileError);
  expect(() => writeWhole(join(folder, 'file'), Uint8Array.of(1))).toThrow(/file cannot be written: E/);
  expect(readdirSync(folder)).toEqual(['file']);
});
