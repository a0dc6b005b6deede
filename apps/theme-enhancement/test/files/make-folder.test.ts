import { InvalidArgumentError } from '@rubato/core';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder, requireWritable } from '../../src/files/make-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('makeFolder', () => {
  it('makes all levels, and does nothing where they are there', () => {
    const folder = join(temporaryFolder(), 'a', 'b', 'c');
    makeFolder(folder);
    makeFolder(folder);
    makeFolder(`${folder}/`);
    expect(existsSync(folder)).toBe(true);
  });

  it.runIf(existsSync('/proc'))('ends where the system lets nobody make one', () => {
    expect(() => makeFolder('/proc/rubato')).toThrow('ENOENT');
    expect(() => makeFolder('/proc/rubato/report')).toThrow('ENOENT');
  });
});

describe('requireWritable', () => {
  it('makes the folder, and leaves nothing in it', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    requireWritable('--report', folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names the option where the folder is a file, or lies under one', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    for (const folder of [file, join(file, 'below')]) {
      expect(() => requireWritable('--report', folder)).toThrow(InvalidArgumentError);
      expect(() => requireWritable('--report', folder)).toThrow(`--report is "${folder}", where nothing can be written`);
    }
  });
});
