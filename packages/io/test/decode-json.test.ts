import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeJson, encodeJson, isNumericArray, type NumericArray } from '@rubato/io';
import { anyArray, bitsOf } from './support/arbitraries.ts';
import { bytesAllocatedBy } from './support/bytes.ts';
import { formatErrorOf } from './support/file-format-errors.ts';

describe('decodeJson', () => {
  it('reads JSON, and the numbers that JSON lacks', () => {
    expect(decodeJson('{"a":["inf","-inf","nan",-0,"Inf"],"nan":null}')).toEqual({ a: [Infinity, -Infinity, NaN, -0, 'Inf'], nan: null });
    expect(decodeJson('"nan"')).toBe(NaN);
  });

  it('reads arrays', () => {
    expect(decodeJson('{"x":{"dtype":"float32","shape":[1,2],"base64":"AACAPwAAAMA="}}')).toEqual({
      x: { dtype: 'float32', shape: [1, 2], data: Float32Array.of(1, -2) },
    });
  });

  it('brings arrays back bit for bit', () => {
    fc.assert(
      fc.property(anyArray, (array) => {
        const again = decodeJson(encodeJson([array], { mostListed: -1 })) as NumericArray[];
        expect([again[0].dtype, again[0].shape, bitsOf(again[0])]).toEqual([array.dtype, array.shape, bitsOf(array)]);
      }),
      { numRuns: 300 },
    );
  });

  it('brings values back, at every depth that is allowed', () => {
    const key = fc.string().filter((name) => name !== '__proto__' && name !== 'base64');
    const text = fc.string().filter((content) => !['inf', '-inf', 'nan'].includes(content));
    const value = fc.anything({
      values: [fc.double(), text, fc.boolean(), fc.constant(null)],
      key,
      withNullPrototype: false,
      maxDepth: 4,
    });
    fc.assert(
      fc.property(value, (original) => {
        expect(decodeJson(encodeJson(original))).toEqual(original);
      }),
      { numRuns: 500 },
    );
    const nest = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(encodeJson(decodeJson(nest(100)))).toBe(nest(100));
    expect(formatErrorOf(() => decodeJson(nest(101))).message).toMatch(/nested deeper than 100 levels/);
    expect(formatErrorOf(() => decodeJson(nest(200_000))).format).toBe('json');
  });

  it('writes only what it reads: arrays at the deepest levels too', () => {
    for (let depth = 95; depth <= 101; depth++) {
      for (const shape of [[], [1], [1, 1], [0, 1], [1, 1, 1]]) {
        let value: unknown = { dtype: 'int8', shape, data: new Int8Array(shape.includes(0) ? 0 : 1) };
        for (let level = 0; level < depth; level++) value = [value];
        let text: string | undefined;
        try {
          text = encodeJson(value);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          expect(depth).toBeGreaterThan(96);
        }
        if (text !== undefined) expect(() => decodeJson(text)).not.toThrow();
      }
    }
  });

  const array = (dtype: unknown, shape: unknown, base64: unknown) => JSON.stringify({ a: { dtype, shape, base64 } });
  it.each<[string, RegExp]>([
    ['', /no JSON/],
    ['{"a":1', /no JSON/],
    ['[NaN]', /no JSON/],
    ['\ufeff[]', /no JSON/],
    ['{"a":1,\n "a":2}', /line 2, column 2: the key "a" stands twice in one object/],
    ['{"a":{"__proto__":{"x":1}}}', /\$\.a has the key "__proto__"/],
    [array('float16', [1], 'AAA='), /\$\.a: dtype is none of float32, /],
    [array('__proto__', [1], 'AAA='), /dtype is none of/],
    [array('int8', [1, -1], 'AAA='), /shape is no list of at most 64 whole numbers/],
    [array('int8', { length: 1 }, 'AAA='), /shape is no list/],
    [array('int8', [3], 'AAA='), /shape \[3\] of int8 needs 3 bytes, base64 holds 2/],
    [array('int8', [2 ** 26, 2 ** 26], 'AAA='), /needs 4503599627370496 bytes, base64 holds 2/],
    [array('int8', [2 ** 40, 2 ** 40], ''), /needs Infinity bytes, base64 holds 0/],
    [array('int8', [2], 'AAA'), /base64 holds a broken group/],
    [array('int8', [2], 'A~A='), /character 1 of base64 does not belong there/],
    [array('int8', [2], 3), /base64 is no text/],
    ['{"base64":"AAA=","shape":[2],"dtype":"int8","x":1}', /has the keys dtype, shape and base64, not "x"/],
    ['{"base64":"AAA="}', /dtype is none of/],
  ])('refuses %j', (text, message) => {
    const error = formatErrorOf(() => decodeJson(text));
    expect(error.message).toMatch(message);
    expect(error.format).toBe('json');
  });

  it('leaves Object.prototype alone', () => {
    formatErrorOf(() => decodeJson('{"__proto__":{"polluted":1},"a":{"base64":"","dtype":"constructor","shape":[]}}'));
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('counts all arrays together against maxBytes, before any is decoded', () => {
    const text = encodeJson([new Uint8Array(2000), new Float64Array(2000)]);
    expect((decodeJson(text, { maxBytes: 18_000 }) as NumericArray[]).every(isNumericArray)).toBe(true);
    expect(formatErrorOf(() => decodeJson(text, { maxBytes: 17_999 })).message).toMatch(/larger together than maxBytes/);
    const large = encodeJson(new Uint8Array(1 << 22));
    const allocated = bytesAllocatedBy(() => {
      formatErrorOf(() => decodeJson(large, { maxBytes: 1 << 20 }));
    });
    expect(allocated).toBeLessThan(1 << 20);
  });

  it('makes shapes without -0', () => {
    const { shape } = decodeJson('{"dtype":"int8","shape":[-0],"base64":""}') as NumericArray;
    expect(Object.is(shape[0], 0)).toBe(true);
  });
});
