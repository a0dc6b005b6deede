import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/files/node-files.ts';
import { UsageError } from '../../src/errors.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'rubato-cli-'))));
afterEach(() => rmSync(folder, { recursive: true }));

async function refused(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UsageError) return error.message.replaceAll(folder, '.');
  throw new Error('expected a UsageError', { cause: error });
}

describe('reading', () => {
  it('gives all bytes, in memory of their own', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
    writeFileSync(join(folder, 'a.bin'), bytes);
    const read = await nodeFiles.read(join(folder, 'a.bin'), 100_000);
    expect(Buffer.compare(read, bytes)).toBe(0);
    expect(read.byteOffset).toBe(0);
  });

  it('refuses what is no file, is empty or too large, before it allocates', async () => {
    writeFileSync(join(folder, 'empty'), '');
    writeFileSync(join(folder, 'large'), new Uint8Array(2049));
    mkdirSync(join(folder, 'sub'));
    expect(await refused(nodeFiles.read(join(folder, 'none.npy')))).toBe('./none.npy does not exist');
    expect(await refused(nodeFiles.read(join(folder, 'sub')))).toBe('./sub is a folder, not a file');
    expect(await refused(nodeFiles.read(join(folder, 'empty')))).toBe('./empty is empty');
    expect(await refused(nodeFiles.read(join(folder, 'empty', 'x')))).toContain('a part of the path is not a folder');
    expect(await refused(nodeFiles.read(join(folder, 'large'), 2048))).toBe(
      './large has 2.0 KiB, more than the 2.0 KiB allowed; raise --max-bytes',
    );
    expect(await refused(nodeFiles.read('/dev/null'))).toBe('/dev/null is not a regular file');
  });
});

describe('writing', () => {
  it('replaces a file and leaves nothing else behind', async () => {
    const path = join(folder, 'out.csv');
    writeFileSync(path, 'before');
    await nodeFiles.write(path, 'after\n');
    await nodeFiles.write(join(folder, 'bytes'), Uint8Array.of(1, 2));
    expect(readFileSync(path, 'utf8')).toBe('after\n');
    expect(readdirSync(folder).toSorted()).toEqual(['bytes', 'out.csv']);
  });

  it('keeps a link and replaces what it points to', async () => {
    writeFileSync(join(folder, 'target'), 'before');
    symlinkSync('target', join(folder, 'link'));
    await nodeFiles.write(join(folder, 'link'), 'after');
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('after');
    expect(readlinkSync(join(folder, 'link'))).toBe('target');
  });

  it('says that a folder does not exist, or that no file can stand there', async () => {
    writeFileSync(join(folder, 'file'), 'x');
    expect(await refused(nodeFiles.checkTarget(join(folder, 'none', 'out.csv')))).toBe(
      './none/out.csv cannot be written: the folder ./none does not exist; make it first',
    );
    expect(await refused(nodeFiles.checkTarget(join(folder, 'file', 'out.csv')))).toContain('./file is not a folder');
    expect(await refused(nodeFiles.checkTarget(folder))).toContain('is a folder');
    expect(await refused(nodeFiles.checkTarget('/dev/null'))).toBe('/dev/null is not a regular file');
    await nodeFiles.checkTarget(join(folder, 'new.csv'));
    await nodeFiles.checkTarget('relative.csv');
  });

  it('leaves the old file where the new one cannot be finished', async () => {
    const path = join(folder, 'out.csv');
    writeFileSync(path, 'before');
    await expect(nodeFiles.write(path, Symbol('no content') as never)).rejects.toThrow(TypeError);
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(readdirSync(folder)).toEqual(['out.csv']);
  });
});

describe('comparing', () => {
  it('knows a file by any of its paths, links followed, and none that is not there', async () => {
    const path = join(folder, 'a.csv');
    writeFileSync(path, '1');
    writeFileSync(join(folder, 'b.csv'), '1');
    symlinkSync('a.csv', join(folder, 'link.csv'));
    mkdirSync(join(folder, 'sub'));
    symlinkSync('..', join(folder, 'sub', 'up'));
    for (const same of ['a.csv', 'link.csv', 'sub/up/link.csv']) expect(await nodeFiles.isSame(path, join(folder, same))).toBe(true);
    for (const other of ['b.csv', 'none.csv']) expect(await nodeFiles.isSame(path, join(folder, other))).toBe(false);
    expect(await nodeFiles.isSame(join(folder, 'none.csv'), join(folder, 'none.csv'))).toBe(false);
  });
});
