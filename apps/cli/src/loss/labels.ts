import { decodeJson, isNumericArray, type NumericArray, readArray } from '@rubato/io';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { inFile, parseSource } from '../files/load-array.ts';
import { decodeText } from '../files/text.ts';
import { toNumber } from '../options/parse-number.ts';

/**
 * Label sequences, one list of class numbers an item: `"3 1 4"`, items apart by semicolons, or a file.
 *
 * Of an .npy, .npz or .safetensors array of one axis is one item, of two axes a row is an item. A .json list of numbers is one item,
 * a list of lists several. In other text files a line is an item, numbers apart by spaces, commas or tabs; a column of single numbers
 * is one item.
 *
 * @throws UsageError for what is no whole number, or a file that cannot be read
 */
export async function readLabels(text: string, environment: Environment, maxBytes?: number): Promise<readonly (readonly number[])[]> {
  if (/^[\s\d,;+-]*$/.test(text)) return text.split(';').map((item) => words(item, '--labels'));
  const { path, entry } = await parseSource(text, environment);
  const bytes = await environment.files.read(path, maxBytes);
  if (/\.json$/i.test(path) && entry === undefined) {
    return inFile(path, () => ofJson(decodeJson(decodeText(bytes, path)), path));
  }
  if (/\.(csv|tsv|txt)$/i.test(path)) return ofLines(decodeText(bytes, path), path);
  const array = inFile(path, () => readArray(bytes, path, entry === undefined ? {} : { entry }));
  return ofArray(array, path);
}

function words(text: string, place: string): readonly number[] {
  return text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => whole(toNumber(word), word, place));
}

function whole(value: unknown, shown: string, place: string): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw new UsageError(`${place}: '${shown.slice(0, 40)}' is not a label; labels are whole numbers`);
}

function ofLines(text: string, path: string): readonly (readonly number[])[] {
  const items = text
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => words(line, path));
  if (items.length === 0) throw new UsageError(`${path} holds no labels`);
  return items.every((item) => item.length === 1) ? [items.flat()] : items;
}

function ofJson(value: unknown, path: string): readonly (readonly number[])[] {
  if (isNumericArray(value)) return ofArray(value, path);
  if (!Array.isArray(value)) throw new UsageError(`${path} is not a list of labels`);
  const list = (items: readonly unknown[]): readonly number[] => items.map((label) => whole(label, JSON.stringify(label) ?? '', path));
  return value.some((item) => Array.isArray(item))
    ? value.map((item: unknown) => list(Array.isArray(item) ? item : [item]))
    : [list(value)];
}

function ofArray({ shape, data }: NumericArray, path: string): readonly (readonly number[])[] {
  if (shape.length !== 1 && shape.length !== 2) {
    throw new UsageError(`${path} has the shape [${shape.join(', ')}]; labels have one axis, or two for several items`);
  }
  const [items, length] = shape.length === 1 ? [1, shape[0]] : shape;
  return Array.from({ length: items }, (_, b) =>
    Array.from(data.subarray(b * length, (b + 1) * length), (label) => whole(label, String(label), path)),
  );
}
