import { describe, expect, it } from 'vitest';
import { isZip, readZipDirectory } from '../src/zip-directory.ts';
import { bytesOf } from './support/bytes.ts';
import { formatErrorOf } from './support/file-format-errors.ts';
import { makeZip, type ZipFile } from './support/zip.ts';

const content = bytesOf('some content');
const one: ZipFile = { name: 'a.npy', content };

describe('readZipDirectory', () => {
  it('lists the entries and where their bytes are', () => {
    const archive = makeZip([
      { ...one, method: 0 },
      { name: 'ä/b.npy', content: bytesOf('more') },
    ]);
    const entries = readZipDirectory(archive);
    expect(entries.map(({ name, method, size }) => ({ name, method, size }))).toEqual([
      { name: 'a.npy', method: 0, size: 12 },
      { name: 'ä/b.npy', method: 8, size: 4 },
    ]);
    expect(archive.subarray(entries[0].start, entries[0].end)).toEqual(content);
    expect(entries[0].crc).toBe(0x431f313f);
  });

  it('finds the directory before a comment, also one that looks like an end record', () => {
    expect(readZipDirectory(makeZip([one], { comment: 'a comment' }))).toHaveLength(1);
    expect(readZipDirectory(makeZip([one], { comment: `PK\x05\x06${'\0'.repeat(30)}` }))).toHaveLength(1);
  });

  it('reads an empty archive', () => {
    expect(readZipDirectory(makeZip([]))).toEqual([]);
    expect(isZip(makeZip([]))).toBe(true);
    expect(isZip(makeZip([one]))).toBe(true);
    expect(isZip(bytesOf('PK\x01\x02'))).toBe(false);
    expect(isZip(new Uint8Array(0))).toBe(false);
  });

  it('reads zip64 sizes and the zip64 end record', () => {
    const plain = readZipDirectory(makeZip([one]));
    expect(readZipDirectory(makeZip([{ ...one, zip64: true }]))).toEqual(plain);
    expect(readZipDirectory(makeZip([one], { zip64: true }))).toEqual(plain);
    expect(readZipDirectory(makeZip([{ ...one, zip64: true }], { zip64: true, comment: 'x' }))).toEqual(plain);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /no end of a central directory/],
    ['a truncated archive', makeZip([one]).subarray(0, -1), /no end of a central directory/],
    ['a lost beginning', makeZip([one]).subarray(1), /does not end at its end record/],
    ['more entries declared than there are', makeZip([one, one], { count: 3 }), /3 entries do not fit|stands twice/],
    ['fewer entries declared than there are', makeZip([one, { ...one, name: 'b' }], { count: 1 }), /bytes after its 1 entries/],
    ['65,535 entries declared', makeZip([one], { count: 0xffff }), /65535 entries do not fit a directory of 51 bytes/],
    ['2^60 entries declared', makeZip([one], { count: 2 ** 60, zip64: true }), /entries do not fit/],
    ['encryption', makeZip([{ ...one, flags: 1 }]), /"a\.npy" is encrypted/],
    ['another method', makeZip([{ ...one, method: 12 }]), /compressed by method 12; 0 \(stored\) and 8/],
    ['a name twice', makeZip([one, one]), /the name "a\.npy" stands twice/],
    ['an overlap', makeZip([one, { ...one, name: 'b.npy', localStart: 0 }]), /two entries overlap/],
    ['no local header', makeZip([{ ...one, localStart: 3 }]), /no local header at byte 3/],
    ['a place far away', makeZip([{ ...one, zip64: true, localStart: 2 ** 60 }]), /no local header/],
    ['data beyond the archive', makeZip([{ ...one, compressedSize: 1e6 }]), /reaches beyond the archive's data/],
    ['stored sizes that differ', makeZip([{ ...one, method: 0, size: 13 }]), /two sizes differ: 13 and 12/],
    ['an impossible size', makeZip([{ ...one, size: 1e9 }]), /declares 1000000000 bytes, more than deflate can hold in 14/],
    ['an impossible zip64 size', makeZip([{ ...one, size: 2 ** 50, zip64: true }]), /more than deflate can hold/],
  ])('refuses %s', (_, archive, message) => {
    expect(formatErrorOf(() => readZipDirectory(archive)).message).toMatch(message);
  });

  it('refuses names that are not UTF-8', () => {
    const archive = makeZip([{ name: 'XXXX', content }]);
    for (let i = 0; i < archive.length; i++) if (archive[i] === 0x58) archive[i] = 0xff;
    expect(formatErrorOf(() => readZipDirectory(archive)).message).toMatch(/name of an entry is not UTF-8/);
  });

  it('refuses all-ones sizes without a zip64 field', () => {
    const archive = makeZip([{ ...one, size: 0xffffffff }]);
    expect(formatErrorOf(() => readZipDirectory(archive)).message).toMatch(/has no zip64 field/);
  });
});
