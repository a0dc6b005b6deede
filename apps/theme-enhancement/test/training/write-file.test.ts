import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeWhole } from '../../src/training/write-file.ts';
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
