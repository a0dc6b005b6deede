import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNpy, writeNpy } from '@rubato/io';
import { anyArray, bitsOf } from './support/arbitraries.ts';
import { bytesAllocatedBy, bytesOf, littleEndian } from './support/bytes.ts';
import { formatErrorOf } from './support/file-format-errors.ts';

const MAGIC = '\x93NUMPY';

function file(version: 1 | 2 | 3, literal: string, ...data: readonly (number | Uint8Array)[]): Uint8Array {
  return bytesOf(MAGIC, version, 0, littleEndian(literal.length, version === 1 ? 2 : 4), literal, ...data);
}

function header(descr: string, shape: string, fortran = 'False'): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
}

describe('readNpy', () => {
  it.each([1, 2, 3] as const)('reads version %d.0', (version) => {
    const array = readNpy(file(version, header('<i2', '(2, 2)'), 1, 0, 2, 0, 0xff, 0xff, 0, 0x80));
    expect(array.dtype).toBe('int16');
    expect(array.shape).toEqual([2, 2]);
    expect([...array.data]).toEqual([1, 2, -1, -32_768]);
    expect(array.header).toEqual({ descr: '<i2', fortranOrder: false, shape: [2, 2] });
  });

  it('reads a 0-d array and empty ones', () => {
    expect(readNpy(file(1, header('|u1', '()'), 7))).toMatchObject({ shape: [], data: Uint8Array.of(7) });
    expect(readNpy(file(1, header('<f8', '(0, 12)')))).toMatchObject({ shape: [0, 12], data: new Float64Array(0) });
  });

  it('gives Fortran order back in C order', () => {
    const array = readNpy(file(1, header('|u1', '(2, 3)', 'True'), 1, 4, 2, 5, 3, 6));
    expect([...array.data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(array.header.fortranOrder).toBe(true);
  });

  it('reads big-endian data', () => {
    expect([...readNpy(file(1, header('>u4', '(1,)'), 1, 2, 3, 4)).data]).toEqual([0x01020304]);
  });

  it('widens, and keeps the stored type in the header', () => {
    const half = readNpy(file(1, header('<f2', '(2,)'), 0, 0x3c, 0, 0xc0));
    expect(half).toMatchObject({ dtype: 'float32', data: Float32Array.of(1, -2), header: { descr: '<f2' } });
    const long = readNpy(file(1, header('<i8', '(1,)'), littleEndian(-5n, 8)));
    expect(long).toMatchObject({ dtype: 'float64', data: Float64Array.of(-5) });
    expect(readNpy(file(1, header('|b1', '(2,)'), 1, 0))).toMatchObject({ dtype: 'uint8', data: Uint8Array.of(1, 0) });
  });

  it('reads from a misaligned piece of a Buffer', () => {
    const bytes = writeNpy({ dtype: 'float64', shape: [2], data: Float64Array.of(1.5, -2) });
    const buffer = Buffer.alloc(bytes.length + 3);
    buffer.set(bytes, 3);
    for (const copy of [true, false]) expect([...readNpy(buffer.subarray(3), { copy }).data]).toEqual([1.5, -2]);
  });

  it('owns its data unless it need not', () => {
    const bytes = writeNpy({ dtype: 'float64', shape: [2], data: Float64Array.of(1.5, -2) });
    const own = readNpy(bytes);
    expect(own.data.buffer).not.toBe(bytes.buffer);
    expect(own.data.buffer.byteLength).toBe(16);
    expect(readNpy(bytes, { copy: false }).data.buffer).toBe(bytes.buffer);
  });

  it.each<[string, Uint8Array, RegExp, number]>([
    ['an empty file', new Uint8Array(0), /does not begin with/, 0],
    ['a text', bytesOf('1,2,3'), /does not begin with/, 0],
    ['only the magic', bytesOf(MAGIC), /the version is missing/, 6],
    ['version 4.0', bytesOf(MAGIC, 4, 0, 0, 0), /the version is 4\.0, not 1\.0, 2\.0 or 3\.0/, 6],
    ['version 1.1', bytesOf(MAGIC, 1, 1, 0, 0), /the version is 1\.1/, 6],
    ['no header length', bytesOf(MAGIC, 2, 0, 1, 0), /ends before the header length/, 8],
    ['a header that is too long', bytesOf(MAGIC, 1, 0, 0xff, 0xff, '{}'), /the header has 65535 bytes, the file has 2 left/, 8],
    ['a huge header', bytesOf(MAGIC, 2, 0, 0xff, 0xff, 0xff, 0xff, '{}'), /the header has 4294967295 bytes, the file has 2 left/, 8],
    ['missing data', file(1, header('<f4', '(3,)'), 0, 0, 0, 0), /needs 12 bytes of data, the file has 4/, 67],
    ['data left over', file(1, header('|u1', '(1,)'), 0, 0), /needs 1 bytes of data, the file has 2/, 67],
    ['an overflowing shape', file(1, header('<f4', '(4294967296, 4294967296)')), /needs more than 2\^53 bytes/, 87],
    ['a huge shape', file(1, header('<f8', '(4503599627370495,)')), /needs 36028797018963960 bytes of data, the file has 0/, 82],
    ['a pickle', file(1, header('|O', '(1,)'), 0x80, 4), /Python objects/, 10],
  ])('refuses %s', (_, bytes, message, byte) => {
    const error = formatErrorOf(() => readNpy(bytes));
    expect(error.message).toMatch(message);
    expect(error.position).toEqual({ byte });
  });

  it('refuses a header longer than numbers need, even when it is there', () => {
    const literal = header('|u1', '(0,)').padEnd(70_000);
    expect(formatErrorOf(() => readNpy(file(2, literal))).message).toMatch(/the header has 70000 bytes; .* at most 65536/);
  });

  it('counts the bytes in memory against maxBytes', () => {
    const half = file(1, header('<f2', '(4,)'), new Uint8Array(8));
    expect(readNpy(half, { maxBytes: 16 }).data.length).toBe(4);
    expect(formatErrorOf(() => readNpy(half, { maxBytes: 15 })).message).toMatch(/takes 16 bytes, more than the 15 allowed/);
  });

  it('allocates nothing of a size that the file only declares', () => {
    const liars = ['(536870912,)', '(4294967296,)', '(1000000000000, 2)', '(0, 1000000000)'].map((shape) =>
      file(1, header('|u1', shape), 1),
    );
    const allocated = bytesAllocatedBy(() => {
      for (const liar of liars) formatErrorOf(() => readNpy(liar));
    });
    expect(allocated).toBeLessThan(1 << 20);
  });
});

describe('writeNpy', () => {
  it('writes what numpy.save writes', () => {
    // numpy 2.4.6: np.save(file, np.array([[1, 2, 3], [4, 5, 6]], '<f4'))
    const expected = bytesOf(
      MAGIC,
      1,
      0,
      118,
      0,
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117),
      '\n',
      new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer),
    );
    expect(writeNpy({ dtype: 'float32', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) })).toEqual(expected);
  });

  it('comes back bit for bit', () => {
    fc.assert(
      fc.property(anyArray, (array) => {
        const bytes = writeNpy(array);
        const again = readNpy(bytes);
        expect(again.dtype).toBe(array.dtype);
        expect(again.shape).toEqual(array.shape);
        expect(bitsOf(again)).toEqual(bitsOf(array));
        expect((bytes.length - array.data.byteLength) % 64).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('writes 64 dimensions of the longest sides that an empty array can have', () => {
    const shape = Array.from({ length: 64 }, (_, axis) => (axis === 0 ? 0 : Number.MAX_SAFE_INTEGER));
    expect(readNpy(writeNpy({ dtype: 'int8', shape, data: new Int8Array(0) })).shape).toEqual(shape);
  });

  it('refuses an inconsistent array', () => {
    expect(() => writeNpy({ dtype: 'float32', shape: [2], data: new Float32Array(3) })).toThrow(RangeError);
  });
});
