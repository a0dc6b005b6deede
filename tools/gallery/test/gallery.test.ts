import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { galleryFolder } from '../src/folder.ts';
import { galleryFiles } from '../src/gallery.ts';

describe('docs/gallery', () => {
  const files = galleryFiles();

  it('is what pnpm gallery writes', () => {
    expect(readdirSync(galleryFolder).toSorted()).toEqual([...files.keys()].toSorted());
    const stale = [...files].filter(([name, content]) => readFileSync(join(galleryFolder, name), 'utf8') !== content);
    expect(
      stale.map(([name]) => name),
      'run pnpm gallery',
    ).toEqual([]);
  });

  it('is the same when it is drawn again', () => {
    expect([...galleryFiles()]).toEqual([...files]);
  });

  it('has small pictures', () => {
    for (const [name, content] of files) expect([name, content.length < 60_000]).toEqual([name, true]);
  });
});
