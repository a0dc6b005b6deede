import { decodeJson, isNumericArray, type NumericArray, readArray } from '@rubato/io';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { inFile, parseSource } from '../files/load-array.ts';
import { decodeText } from '../files/text.ts';
import { toNumber } from '../options/parse-number.ts';

/** How texts become labels: class numbers, or the names of classes. */
export interface LabelNames {
  /** What the texts are, for messages: `a symbol of notes.txt`. */
  readonly kind: string;
  /** The label of a name; undefined where there is none. */
  readonly labelOf: (name: string) => number | undefined;
}

/** What a list in an argument looks like where it is no file. */
const FILE = /\.(npy|npz|safetensors|json|csv|tsv|txt)(:.+)?$/i;

/**
 * Label sequences, one list of class numbers an item: `"3 1 4"`, items apart by semicolons, or a file.
 *
 * Of an .npy, .npz or .safetensors array of one axis is one item, of two axes a row is an item. A .json list of numbers is one item,
 * a list of lists several. In other text files a line is an item, numbers apart by spaces, commas or tabs; a column of single numbers
 * is one item.
 *
 * @param option what the command line calls the text, for messages
 * @param names where texts are names of classes; numbers of arrays stay class numbers
 * @throws UsageError for what is no label, or a file that cannot be read
 */
export async function readLabels(
  text: string,
  environment: Environment,
  { maxBytes, option = '--labels', names }: { readonly maxBytes?: number; readonly option?: string; readonly names?: LabelNames } = {},
): Promise<readonly (readonly number[])[]> {
  const listed = names === undefined ? /^[\s\d,;+-]*$/.test(text) : !FILE.test(text) && !(await environment.files.exists(text));
  if (listed) return text.split(';').map((item) => words(item, option, names));
  const { path, entry } = await parseSource(text, environment);
  const bytes = await environment.files.read(path, maxBytes);
  if (/\.json$/i.test(path) && entry === undefined) {
    return inFile(path, () => ofJson(decodeJson(decodeText(bytes, path)), path, names));
  }
  if (/\.(csv|tsv|txt)$/i.test(path)) return ofLines(decodeText(bytes, path), path, names);
  const array = inFile(path, () => readArray(bytes, path, entry === undefined ? {} : { entry }));
  return ofArray(array, path);
}

function words(text: string, place: string, names: LabelNames | undefined): readonly number[] {
  return text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => (names === undefined ? whole(toNumber(word), word, place) : named(word, place, names)));
}

function whole(value: unknown, shown: string, place: string): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw new UsageError(`${place}: '${shown.slice(0, 40)}' is not a label; labels are whole numbers`);
}

function named(word: string, place: string, { kind, labelOf }: LabelNames): number {
  const label = labelOf(word);
  if (label !== undefined) return label;
  throw new UsageError(`${place}: '${word.slice(0, 40)}' is not ${kind}`);
}

function ofLines(text: string, path: string, names: LabelNames | undefined): readonly (readonly number[])[] {
  const items = text.split(/\r\n|\r|\n/).flatMap((line, i) => {
    // A name may begin with the mark of a comment, as a sharp does.
    if (line.trim() === '' || (names === undefined && line.startsWith('#'))) return [];
    return [words(line, `${path}: line ${i + 1}`, names)];
  });
  if (items.length === 0) throw new UsageError(`${path} holds no labels`);
  return items.every((item) => item.length === 1) ? [items.flat()] : items;
}

function ofJson(value: unknown, path: string, names: LabelNames | undefined): readonly (readonly number[])[] {
  if (isNumericArray(value)) return ofArray(value, path);
  if (!Array.isArray(value)) throw new UsageError(`${path} is not a list of labels`);
  const label = (member: unknown): number =>
    names !== undefined && typeof member === 'string' ? named(member, path, names) : whole(member, JSON.stringify(member) ?? '', path);
  const list = (items: readonly unknown[]): readonly number[] => items.map(label);
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
