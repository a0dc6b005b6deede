import { describe, expect, it } from 'vitest';
import { dtypes } from '../src/numeric-array.ts';
import { npyDescriptions, parseNpyType } from '../src/npy-type.ts';
import { formatErrorOf } from './support/file-format-errors.ts';

describe('parseNpyType', () => {
  it.each<[string, string, boolean]>([
    ['<f2', 'float16', true],
    ['<f4', 'float32', true],
    ['>f4', 'float32', false],
    ['<f8', 'float64', true],
    ['|i1', 'int8', true],
    ['<i1', 'int8', true],
    ['i1', 'int8', true],
    ['>i2', 'int16', false],
    ['<i4', 'int32', true],
    ['<i8', 'int64', true],
    ['|u1', 'uint8', true],
    ['<u2', 'uint16', true],
    ['<u4', 'uint32', true],
    ['>u8', 'uint64', false],
    ['|b1', 'bool', true],
    ['?', 'bool', true],
  ])('reads %s', (descr, name, littleEndian) => {
    const type = parseNpyType(descr, 0);
    expect(type.stored.name).toBe(name);
    if (type.stored.size > 1) expect(type.littleEndian).toBe(littleEndian);
  });

  it('reads what it describes', () => {
    for (const dtype of dtypes) expect(parseNpyType(npyDescriptions[dtype], 0).stored.name).toBe(dtype);
  });

  it.each<[string, RegExp]>([
    ['|O', /Python objects \(a pickle\), which are never read/],
    ['<c8', /complex numbers/],
    ['<f16', /floating-point numbers of another size/],
    ['<U3', /text/],
    ['|S3', /byte strings/],
    ['|V8', /raw bytes/],
    ['<M8[ns]', /dates/],
    ['<m8[s]', /time spans/],
    ['|f4', /no byte order/],
    ['=f8', /no byte order/],
    ['f8', /no byte order/],
    ['', /is unknown/],
    ['<', /is unknown/],
    ['<f4 ', /another size/],
    ['<i3', /is unknown/],
    ['<__proto__', /is unknown/],
  ])('refuses %j', (descr, message) => {
    const error = formatErrorOf(() => parseNpyType(descr, 10));
    expect(error.message).toMatch(message);
    expect(error.position).toEqual({ byte: 10 });
  });
});
