import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listSafetensors, type NumericArray, readSafetensors, writeSafetensors } from '@rubato/io';
import { anyArray, anyName, bitsOf } from './support/arbitraries.ts';
import { bytesAllocatedBy, bytesOf, littleEndian } from './support/bytes.ts';
import { formatErrorOf } from './support/file-format-errors.ts';

function file(header: string, ...data: readonly (number | Uint8Array)[]): Uint8Array {
  const encoded = new TextEncoder().encode(header);
  return bytesOf(littleEndian(encoded.length, 8), encoded, ...data);
}

function tensor(dtype: string, shape: readonly number[], start: number, end: number): object {
  return { dtype, shape, data_offsets: [start, end] };
}

function headerOf(tensors: object): string {
  return JSON.stringify(tensors);
}

describe('readSafetensors', () => {
  it('reads tensors in the order of their data, and the metadata', () => {
    const header = headerOf({
      b: tensor('U8', [2], 4, 6),
      10: tensor('F32', [1, 1], 0, 4),
      empty: tensor('F64', [0, 3], 4, 4),
      __metadata__: { format: 'pt', __proto: 'x' },
    });
    const { tensors, metadata } = readSafetensors(file(`${header}   `, 0, 0, 0xc0, 0x3f, 7, 8));
    expect([...tensors]).toEqual([
      ['10', { dtype: 'float32', shape: [1, 1], data: Float32Array.of(1.5) }],
      ['empty', { dtype: 'float64', shape: [0, 3], data: new Float64Array(0) }],
      ['b', { dtype: 'uint8', shape: [2], data: Uint8Array.of(7, 8) }],
    ]);
    expect([...metadata]).toEqual([
      ['format', 'pt'],
      ['__proto', 'x'],
    ]);
  });

  it.each<[string, readonly number[], NumericArray['dtype'], number]>([
    ['F64', [0, 0, 0, 0, 0, 0, 0xf8, 0xbf], 'float64', -1.5],
    ['F32', [0, 0, 0xc0, 0x3f], 'float32', 1.5],
    ['F16', [0, 0x3e], 'float32', 1.5],
    ['BF16', [0xc0, 0x3f], 'float32', 1.5],
    ['I64', [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 'float64', -2],
    ['I32', [0xfe, 0xff, 0xff, 0xff], 'int32', -2],
    ['I16', [0xfe, 0xff], 'int16', -2],
    ['I8', [0xfe], 'int8', -2],
    ['U8', [0xfe], 'uint8', 254],
    ['BOOL', [1], 'uint8', 1],
    ['U64', [0, 0, 0, 0, 1, 0, 0, 0], 'float64', 2 ** 32],
    ['U32', [0, 0, 0, 0x80], 'uint32', 2 ** 31],
    ['U16', [0, 0x80], 'uint16', 2 ** 15],
  ])('reads %s', (code, bytes, dtype, value) => {
    const { tensors } = readSafetensors(file(headerOf({ x: tensor(code, [], 0, bytes.length) }), ...bytes));
    expect(tensors.get('x')?.dtype).toBe(dtype);
    expect([...(tensors.get('x') as NumericArray).data]).toEqual([value]);
  });

  it('takes __proto__ for a name like any other', () => {
    const { tensors } = readSafetensors(file('{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 3));
    expect([...tensors.keys()]).toEqual(['__proto__']);
    expect(({} as { dtype?: string }).dtype).toBeUndefined();
  });

  it('lists names, and reads only what is asked for', () => {
    const bytes = file(headerOf({ a: tensor('U8', [1], 0, 1), b: tensor('BOOL', [1], 1, 2) }), 5, 9);
    expect(listSafetensors(bytes)).toEqual(['a', 'b']);
    expect([...readSafetensors(bytes, { entries: ['a'] }).tensors.keys()]).toEqual(['a']);
    expect(formatErrorOf(() => readSafetensors(bytes)).message).toMatch(/tensor "b": element 0 .* is the byte 9/);
    expect(formatErrorOf(() => readSafetensors(bytes, { entries: ['c'] })).message).toBe('safetensors: no tensor "c"; there are: "a", "b"');
  });

  const one = tensor('U8', [2], 0, 2);
  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /ends before the header length/],
    ['a header beyond the file', bytesOf(littleEndian(100, 8), '{}'), /the header has 100 bytes, the file has 2 left/],
    ['a header beyond the bound', bytesOf(littleEndian(100_000_001, 8), '{}'), /more than 100000000/],
    ['a header of 2^64 - 1 bytes', bytesOf(littleEndian(2n ** 64n - 1n, 8), '{}'), /more than 100000000/],
    ['an empty header', file(''), /does not begin with "\{"/],
    ['a list', file('[]'), /does not begin with "\{"/],
    ['a space before the header', file(' {}'), /does not begin with "\{"/],
    ['no JSON', file('{"a"'), /the header is no JSON/],
    ['no UTF-8', bytesOf(littleEndian(3, 8), '{', 0xff, '}'), /not UTF-8/],
    ['a name twice', file('{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{}}'), /the key "a" stands twice/],
    ['deep nesting', file(`{"a":${'['.repeat(50)}${']'.repeat(50)}}`), /nested deeper/],
    ['a hole at the start', file(headerOf({ x: tensor('U8', [1], 1, 2) }), 0, 0), /begins at 1, the one before ends at 0/],
    ['a hole between', file(headerOf({ x: one, y: tensor('U8', [1], 3, 4) }), 0, 0, 0, 0), /"y" begins at 3, the one before ends at 2/],
    ['an overlap', file(headerOf({ x: one, y: tensor('U8', [2], 1, 3) }), 0, 0, 0), /"y" begins at 1, the one before ends at 2/],
    ['the same data twice', file(headerOf({ x: one, y: one }), 0, 0), /"y" begins at 0, the one before ends at 2/],
    ['missing data', file(headerOf({ x: one }), 0), /the tensors end at 2, the file has 1 bytes of data/],
    ['data left over', file(headerOf({ x: one }), 0, 0, 0), /the tensors end at 2, the file has 3 bytes/],
    [
      'a shape of another size',
      file(headerOf({ x: tensor('F32', [2], 0, 4) }), 0, 0, 0, 0),
      /\[2\] of F32 needs 8 bytes, data_offsets span 4/,
    ],
    ['a range larger than its shape', file(headerOf({ x: tensor('U8', [1], 0, 2) }), 0, 0), /needs 1 bytes, data_offsets span 2/],
    ['offsets that go back', file(headerOf({ x: tensor('U8', [2], 2, 0) }), 0, 0), /needs 2 bytes, data_offsets span -2/],
    ['an overflowing shape', file(headerOf({ x: tensor('U8', [2 ** 40, 2 ** 40], 0, 0) })), /needs Infinity bytes/],
    ['a huge shape', file(headerOf({ x: tensor('F32', [2 ** 40], 0, 2 ** 42) })), /the tensors end at 4398046511104, the file has 0/],
    ['an unknown dtype', file(headerOf({ x: tensor('F8_E4M3', [2], 0, 2) }), 0, 0), /dtype "F8_E4M3"; read are F64, /],
    ['a dtype of objects', file(headerOf({ x: tensor('constructor', [2], 0, 2) }), 0, 0), /dtype "constructor"/],
    ['a negative side', file(headerOf({ x: tensor('U8', [-1, -2], 0, 2) }), 0, 0), /shape is no list/],
    ['three offsets', file('{"x":{"dtype":"U8","shape":[],"data_offsets":[0,1,2]}}', 0), /data_offsets are no two whole numbers/],
    ['no tensor object', file('{"x":[]}'), /tensor "x" is no object/],
    ['metadata of numbers', file('{"__metadata__":{"a":1}}'), /__metadata__: "a" is no text/],
    ['metadata of another kind', file('{"__metadata__":null}'), /__metadata__ is no object/],
  ])('refuses %s', (_, bytes, message) => {
    const error = formatErrorOf(() => readSafetensors(bytes));
    expect(error.message).toMatch(message);
    expect(error.format).toBe('safetensors');
  });

  it('counts the tensors read, in memory, against maxBytes', () => {
    const bytes = file(headerOf({ a: tensor('F16', [2], 0, 4), b: tensor('U8', [2], 4, 6) }), 0, 0, 0, 0, 0, 0);
    expect(readSafetensors(bytes, { maxBytes: 10 }).tensors.size).toBe(2);
    expect(formatErrorOf(() => readSafetensors(bytes, { maxBytes: 9 })).message).toMatch(/take 10 bytes, maxBytes is 9/);
    expect(readSafetensors(bytes, { maxBytes: 8, entries: ['a'] }).tensors.size).toBe(1);
  });

  it('allocates nothing of a size that the file only declares', () => {
    const liars = [
      bytesOf(littleEndian(90_000_000, 8), '{}'),
      file(headerOf({ x: tensor('F32', [2 ** 28], 0, 2 ** 30) })),
      file(headerOf({ x: tensor('U8', [2 ** 31], 0, 2 ** 31), y: tensor('U8', [1], 2 ** 31, 2 ** 31 + 1) }), 1),
    ];
    expect(
      bytesAllocatedBy(() => {
        for (const liar of liars) formatErrorOf(() => readSafetensors(liar));
      }),
    ).toBeLessThan(1 << 20);
  });

  it('owns its data unless it need not', () => {
    const bytes = writeSafetensors({ x: { dtype: 'float64', shape: [1], data: Float64Array.of(1) } });
    expect(readSafetensors(bytes).tensors.get('x')?.data.buffer).not.toBe(bytes.buffer);
    expect(readSafetensors(bytes, { copy: false }).tensors.get('x')?.data.buffer).toBe(bytes.buffer);
  });
});

describe('writeSafetensors', () => {
  it('writes the bytes of the format', () => {
    const bytes = writeSafetensors({ x: { dtype: 'int16', shape: [1, 2], data: Int16Array.of(1, -1) } }, { metadata: { k: 'ä"' } });
    const header = '{"__metadata__":{"k":"ä\\""},"x":{"dtype":"I16","shape":[1,2],"data_offsets":[0,4]}}';
    const encoded = new TextEncoder().encode(header);
    const padding = ' '.repeat((8 - (encoded.length % 8)) % 8);
    expect(bytes).toEqual(bytesOf(littleEndian(encoded.length + padding.length, 8), encoded, padding, 1, 0, 0xff, 0xff));
  });

  it('comes back bit for bit, aligned, under the same names', () => {
    const content = fc.uniqueArray(fc.tuple(anyName, anyArray), { maxLength: 5, selector: ([name]) => name });
    fc.assert(
      fc.property(content, fc.array(fc.tuple(anyName, fc.string())), (pairs, metadata) => {
        const bytes = writeSafetensors(new Map(pairs), { metadata: new Map(metadata) });
        const again = readSafetensors(bytes, { copy: false });
        expect([...again.tensors.keys()].toSorted()).toEqual(pairs.map(([name]) => name).toSorted());
        expect(again.metadata).toEqual(new Map(metadata));
        for (const [name, array] of pairs) {
          const result = again.tensors.get(name) as NumericArray;
          expect([result.dtype, result.shape, bitsOf(result)]).toEqual([array.dtype, array.shape, bitsOf(array)]);
          expect(result.data.buffer).toBe(bytes.buffer);
        }
      }),
    );
  });

  it('refuses names and metadata that no file can hold', () => {
    const x: NumericArray = { dtype: 'int8', shape: [1], data: Int8Array.of(1) };
    expect(() => writeSafetensors({ __metadata__: x })).toThrow(/cannot be named __metadata__/);
    expect(() => writeSafetensors({ '\ud800': x })).toThrow(/is no valid text/);
    expect(() => writeSafetensors({ x }, { metadata: { a: 1 as unknown as string } })).toThrow(/metadata\["a"\] is no text/);
    expect(() => writeSafetensors({ x: { ...x, dtype: 'uint8' } })).toThrow(TypeError);
  });
});
