import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readArray } from '@rubato/io';
import { bytesOf, littleEndian } from './support/bytes.ts';
import { formatErrorOf } from './support/file-format-errors.ts';
import { makeZip } from './support/zip.ts';

const MEGABYTE = 1 << 20;
const text = (content: string) => new TextEncoder().encode(content);

/** Inputs on which parsers that look back, or look ahead, or count again take quadratic time: hours at these lengths. */
const inputs: readonly (readonly [string, string, () => Uint8Array])[] = [
  ['quotes that never close a cell', 'a.csv', () => text(`"${'"x'.repeat(MEGABYTE)}${' '.repeat(MEGABYTE)},\n`)],
  ['doubled quotes', 'a.csv', () => text(`"${'""'.repeat(MEGABYTE)}`)],
  ['many open quotes', 'a.csv', () => text('a,"\n'.repeat(MEGABYTE))],
  ['one long cell', 'a.csv', () => text(`1\n${'1'.repeat(4 * MEGABYTE)}x`)],
  ['one long row', 'a.csv', () => text(`${'a,'.repeat(MEGABYTE)}\n1`)],
  ['blank lines', 'a.csv', () => text(`${' \n'.repeat(MEGABYTE)}x,1`)],
  ['comments', 'a.csv', () => text('#\n'.repeat(2 * MEGABYTE))],
  ['many keys', 'a.json', () => text(`{${Array.from({ length: 200_000 }, (_, i) => `"${i}":1`).join()},"0":1}`)],
  ['open lists', 'a.json', () => text('['.repeat(4 * MEGABYTE))],
  ['nested lists', 'a.json', () => text('['.repeat(MEGABYTE) + ']'.repeat(MEGABYTE))],
  ['backslashes', 'a.json', () => text(`["${'\\\\'.repeat(2 * MEGABYTE)}", "${'\\"'.repeat(MEGABYTE)}`)],
  ['a deep path of long keys', 'a.json', () => text(`${`{"${'k'.repeat(10_000)}":[`.repeat(49)}"x"${']}'.repeat(49)}`)],
  [
    'many tensors',
    'a.safetensors',
    () => {
      const one = '{"dtype":"U8","shape":[0],"data_offsets":[0,0]}';
      const header = text(`{${Array.from({ length: 50_000 }, (_, i) => `"${i}":${one}`).join()}}`);
      return bytesOf(littleEndian(header.length, 8), header, 1);
    },
  ],
  ['end records that are none', 'a.npz', () => bytesOf('PK\x03\x04', 'PK\x05\x06\xff\xff'.repeat(50_000))],
  [
    'a deflated stream longer than declared',
    'a.npz',
    () => {
      const content = new Uint8Array(64 * MEGABYTE);
      return makeZip([{ name: 'x.npy', content: new Uint8Array(9), compressed: deflateSync(content), size: 5000 }]);
    },
  ],
  [
    'a deflated stream of nothing',
    'a.npz',
    () => {
      // Empty stored blocks, none of them the last.
      const compressed = new Uint8Array(MEGABYTE / 2);
      for (let i = 0; i + 5 <= compressed.length; i += 5) compressed.set([0, 0, 0, 0xff, 0xff], i);
      return makeZip([{ name: 'x.npy', content: new Uint8Array(9), compressed, size: 5000 }]);
    },
  ],
  [
    'a tuple of many sides',
    'a.npy',
    () => {
      const header = `{'shape': (${'1,'.repeat(30_000)})}`;
      return bytesOf('\x93NUMPY', 1, 0, littleEndian(header.length, 2), header);
    },
  ],
];

describe('time', () => {
  it.each(inputs)('is bounded on %s', (_, fileName, make) => {
    const bytes = make();
    const start = performance.now();
    formatErrorOf(() => readArray(bytes, fileName));
    // Milliseconds for most, a second at worst; far more than that is left to a busy machine.
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});
