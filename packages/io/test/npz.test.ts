import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { FileFormatError, listNpz, type NumericArray, readNpz, writeNpy, writeNpz } from '@rubato/io';
import { anyArray, anyName, bitsOf } from './support/arbitraries.ts';
import { bytesAllocatedBy, bytesOf } from './support/bytes.ts';
import { formatErrorOf } from './support/file-format-errors.ts';
import { makeZip } from './support/zip.ts';

const x: NumericArray = { dtype: 'float64', shape: [3], data: Float64Array.of(1, 2, 3) };
const y: NumericArray = { dtype: 'uint8', shape: [2, 2], data: Uint8Array.of(1, 2, 3, 4) };

describe('readNpz', () => {
  it("reads stored and deflated arrays in the file's order", () => {
    const archive = makeZip([
      { name: 'y.npy', content: writeNpy(y), method: 8 },
      { name: 'x.npy', content: writeNpy(x), method: 0 },
    ]);
    expect([...readNpz(archive)]).toEqual([
      ['y', y],
      ['x', x],
    ]);
    expect(listNpz(archive)).toEqual(['y', 'x']);
  });

  it('reads only what is asked for', () => {
    const archive = makeZip([
      { name: 'x.npy', content: writeNpy(x) },
      { name: 'broken.npy', content: bytesOf('nothing') },
    ]);
    expect([...readNpz(archive, { entries: ['x', 'x'] }).keys()]).toEqual(['x']);
    expect(formatErrorOf(() => readNpz(archive, { entries: ['z'] })).message).toBe('npz: no array "z"; there are: "x", "broken"');
  });

  it('says which array is broken', () => {
    const error = formatErrorOf(() => readNpz(makeZip([{ name: 'x.npy', content: bytesOf('nothing') }])));
    expect(error.message).toMatch(/^npz: byte 35: array "x": npy: byte 0: the file does not begin/);
    expect(error.cause).toBeInstanceOf(FileFormatError);
    expect((error.cause as FileFormatError).format).toBe('npy');
  });

  it('checks the CRC-32 of stored and deflated data', () => {
    for (const method of [0, 8]) {
      const archive = makeZip([{ name: 'x.npy', content: writeNpy(x), method, crc: 1 }]);
      expect(formatErrorOf(() => readNpz(archive)).message).toMatch(/the CRC-32 does not match/);
    }
  });

  it('refuses other files', () => {
    const archive = makeZip([{ name: 'readme.txt', content: bytesOf('hello') }]);
    expect(formatErrorOf(() => readNpz(archive)).message).toMatch(/"readme\.txt" is no \.npy file/);
  });

  it('refuses data that is no deflated stream', () => {
    const archive = makeZip([{ name: 'x.npy', content: writeNpy(x), compressed: new Uint8Array(100).fill(0xff) }]);
    expect(formatErrorOf(() => readNpz(archive)).message).toMatch(/the deflated data is malformed/);
  });

  it('counts all arrays together against maxBytes', () => {
    const bytes = writeNpz({ x, y });
    expect(readNpz(bytes, { maxBytes: 28 }).size).toBe(2);
    expect(formatErrorOf(() => readNpz(bytes, { maxBytes: 27 })).message).toMatch(/takes 4 bytes, more than the 3 allowed/);
    expect(readNpz(bytes, { maxBytes: 4, entries: ['y'] }).size).toBe(1);
  });

  it('refuses a bomb by what it declares, before it inflates anything', () => {
    const zeros = { dtype: 'uint8', shape: [1 << 24], data: new Uint8Array(1 << 24) } as const;
    const bomb = writeNpz({ zeros }, { compress: true });
    expect(bomb.length).toBeLessThan(40_000);
    const allocated = bytesAllocatedBy(() => {
      expect(formatErrorOf(() => readNpz(bomb, { maxBytes: 1 << 20 })).message).toMatch(/take at least .* maxBytes is 1048576/);
    });
    expect(allocated).toBeLessThan(1 << 20);
  });

  it('cannot be made to inflate beyond what is declared', () => {
    const zeros = writeNpy({ dtype: 'uint8', shape: [1 << 24], data: new Uint8Array(1 << 24) });
    const compressed = deflateSync(zeros);
    const archive = makeZip([{ name: 'x.npy', content: zeros, compressed, size: 500 }]);
    let message = '';
    const allocated = bytesAllocatedBy(() => {
      message = formatErrorOf(() => readNpz(archive)).message;
    });
    expect(message).toMatch(/malformed: it holds more than the 500 bytes it declares/);
    expect(allocated).toBeLessThan(1 << 23);
  });

  it('owns its data unless it need not', () => {
    const bytes = makeZip([{ name: 'x.npy', content: writeNpy(y), method: 0 }]);
    expect(readNpz(bytes).get('x')?.data.buffer).not.toBe(bytes.buffer);
    expect(readNpz(bytes, { copy: false }).get('x')?.data.buffer).toBe(bytes.buffer);
  });
});

describe('writeNpz', () => {
  it('comes back bit for bit, under the same names in the same order', () => {
    const archive = fc.uniqueArray(fc.tuple(anyName, anyArray), { maxLength: 4, selector: ([name]) => name });
    fc.assert(
      fc.property(archive, fc.boolean(), (pairs, compress) => {
        const again = readNpz(writeNpz(new Map(pairs), { compress }));
        expect([...again.keys()]).toEqual(pairs.map(([name]) => name));
        for (const [name, array] of pairs) {
          const result = again.get(name) as NumericArray;
          expect([result.dtype, result.shape, bitsOf(result)]).toEqual([array.dtype, array.shape, bitsOf(array)]);
        }
      }),
    );
  });

  it('gives the same bytes whenever it is called', () => {
    const bytes = writeNpz({ x });
    // 1980-01-01 is the bits 0 (year), 1 (month), 1 (day): 0x0021; noon is 0x6000.
    expect([bytes[10], bytes[11], bytes[12], bytes[13]]).toEqual([0, 0x60, 0x21, 0]);
  });

  it('compresses when it is asked to', () => {
    const zeros = { dtype: 'float64', shape: [1000], data: new Float64Array(1000) } as const;
    expect(writeNpz({ zeros }).length).toBeGreaterThan(8000);
    expect(writeNpz({ zeros }, { compress: true }).length).toBeLessThan(500);
  });

  it('refuses names that no archive can hold, and inconsistent arrays', () => {
    for (const name of ['', '\ud800', 'a\0', 'x'.repeat(16_001)]) expect(() => writeNpz({ [name]: x })).toThrow(RangeError);
    expect(() => writeNpz({ x: { ...x, shape: [4] } })).toThrow(/arrays\["x"\]\.shape \[4\] holds 4 numbers/);
  });
});
