import { describe, expect, it } from 'vitest';
import { encodeJson, type NumericArray, readArray, writeCsv, writeNpy, writeNpz, writeSafetensors } from '@rubato/io';
import { bytesOf } from './support/bytes.ts';
import { formatErrorOf } from './support/file-format-errors.ts';

const x: NumericArray = { dtype: 'float64', shape: [2, 2], data: Float64Array.of(1, 2, 3, 4.5) };
const y: NumericArray = { dtype: 'float64', shape: [1, 1], data: Float64Array.of(7) };
const text = (content: string) => new TextEncoder().encode(content);

describe('readArray', () => {
  it.each<[string, Uint8Array, string]>([
    ['.npy', writeNpy(x), 'a.npy'],
    ['.npz', writeNpz({ x }), 'a.npz'],
    ['.csv', text(writeCsv(x)), 'path.to/a.csv'],
    ['.tsv', text(writeCsv(x, { delimiter: '\t' })), 'A.TSV'],
    ['.txt', text(writeCsv(x, { header: ['a', 'b'] })), 'a.txt'],
    ['.safetensors', writeSafetensors({ x }), 'a.safetensors'],
    ['.json with lists', text(encodeJson(x)), 'a.json'],
    ['.json with base64', text(encodeJson(x, { mostListed: 0 })), 'a.json'],
    ['.json with one key', text(encodeJson({ x })), 'a.json'],
    ['.npy under another name', writeNpy(x), 'a.csv'],
    ['.npz without an ending', writeNpz({ x }, { compress: true }), 'archive'],
  ])('reads %s', (_, bytes, fileName) => {
    expect(readArray(bytes, fileName)).toEqual(x);
    expect(readArray(Buffer.from(bytes), fileName)).toEqual(x);
  });

  it.each<[string, Uint8Array, string]>([
    ['npz', writeNpz({ x, y }), 'a.npz'],
    ['safetensors', writeSafetensors({ x, y }), 'a.safetensors'],
    ['json', text(encodeJson({ x, y })), 'a.json'],
  ])('chooses among the arrays of a %s file', (format, bytes, fileName) => {
    expect(readArray(bytes, fileName, { entry: 'y' })).toEqual(y);
    expect(formatErrorOf(() => readArray(bytes, fileName)).message).toBe(
      `${format}: the file has 2 arrays, the option entry says which; there are: "x", "y"`,
    );
    expect(formatErrorOf(() => readArray(bytes, fileName, { entry: 'z' })).message).toBe(`${format}: no array "z"; there are: "x", "y"`);
  });

  it('knows no entries where there are none', () => {
    for (const [bytes, fileName] of [
      [writeNpy(x), 'a.npy'],
      [text('1'), 'a.csv'],
      [text('[1]'), 'a.json'],
    ] as const) {
      expect(formatErrorOf(() => readArray(bytes, fileName, { entry: 'x' })).message).toMatch(/holds one array without a name, no "x"/);
    }
    expect(formatErrorOf(() => readArray(text('{}'), 'a.json')).message).toMatch(/the file has 0 arrays, .*there are: none/);
    expect(formatErrorOf(() => readArray(text('{"a":[1]}'), 'a.json', { entry: 'toString' })).message).toMatch(/no array "toString"/);
  });

  it('hands options on', () => {
    expect(readArray(text('a;b\n1;x\n'), 'a.csv', { csv: { columns: ['a'] } }).shape).toEqual([1, 1]);
    for (const [bytes, fileName] of [
      [writeNpy(x), 'a.npy'],
      [writeNpz({ x }), 'a.npz'],
      [text(writeCsv(x)), 'a.csv'],
      [writeSafetensors({ x }), 'a.safetensors'],
      [text(encodeJson(x)), 'a.json'],
      [text(encodeJson(x, { mostListed: 0 })), 'a.json'],
    ] as const) {
      expect(readArray(bytes, fileName, { maxBytes: 32 })).toEqual(x);
      expect(formatErrorOf(() => readArray(bytes, fileName, { maxBytes: 31 })).message).toMatch(/31|24|maxBytes/);
    }
    const npy = writeNpy(x);
    expect(readArray(npy, 'a.npy', { copy: false }).data.buffer).toBe(npy.buffer);
  });

  it('refuses what it does not know', () => {
    const error = formatErrorOf(() => readArray(bytesOf('RIFF'), 'sound.wav'));
    expect(error.format).toBe('unknown');
    expect(error.message).toMatch(/"sound\.wav" ends in none of \.npy, \.npz, /);
    expect(formatErrorOf(() => readArray(bytesOf('1,2'), 'csv')).format).toBe('unknown');
    expect(formatErrorOf(() => readArray(bytesOf('1,2'), 'a.csv/b')).format).toBe('unknown');
    expect(formatErrorOf(() => readArray(bytesOf(0xff, 0xfe), 'a.csv')).message).toMatch(/csv: the file is not UTF-8/);
    expect(() => readArray('1,2' as unknown as Uint8Array, 'a.csv')).toThrow(TypeError);
  });
});
