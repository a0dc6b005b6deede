import { type NumericArray, readCsv } from '@rubato/io';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { inFile, loadArray } from '../files/load-array.ts';
import { toFloats } from '../files/load-features.ts';
import { decodeText } from '../files/text.ts';

/** Events: where each stands on the axis of the rows and on that of the columns. */
export interface AnnotatedEvents {
  readonly positions: Float64Array;
  readonly times: Float64Array;
  /** How messages name an event. */
  readonly place: (event: number) => string;
}

/**
 * Reads a warping path: .csv, .json and .npz as `rubato align` writes them, or an array of (row, column) pairs, [pairs, 2] or [2, pairs].
 *
 * @throws UsageError for another shape, and what is no whole number of at least 0
 */
export async function readPath(file: string, environment: Environment, maxBytes?: number): Promise<Int32Array> {
  const pairs = await readPairs(file, environment, maxBytes);
  return Int32Array.from(pairs, (value, i) => {
    if (Number.isInteger(value) && value >= 0 && value < 2 ** 31) return value;
    throw new UsageError(`${file}: pair ${i >> 1} has ${value}; expected a frame, a whole number of at least 0`);
  });
}

async function readPairs(
  file: string,
  environment: Environment,
  maxBytes: number | undefined,
): Promise<ArrayLike<number> & Iterable<number>> {
  if (/\.(csv|tsv)$/i.test(file)) {
    const table = await readTable(file, undefined, environment, maxBytes);
    const named = table.header?.includes('row') === true && table.header.includes('column');
    return named ? (await readTable(file, ['row', 'column'], environment, maxBytes)).data : inPairs(table, file);
  }
  const whole = (): Promise<NumericArray> => loadArray(file, environment, maxBytes);
  // Among what align writes, the array of pairs; other files of that kind hold nothing else.
  const array = await (/\.(json|npz)$/i.test(file) ? loadArray(`${file}:path`, environment, maxBytes).catch(whole) : whole());
  return inPairs({ shape: array.shape, data: toFloats(array) }, file);
}

function inPairs(
  { shape, data }: { readonly shape: readonly number[]; readonly data: ArrayLike<number> & Iterable<number> },
  file: string,
) {
  if (shape.length === 2 && shape[1] === 2) return data;
  if (shape.length === 2 && shape[0] === 2)
    return Float64Array.from({ length: 2 * shape[1] }, (_, i) => data[(i % 2) * shape[1] + (i >> 1)]);
  throw new UsageError(`${file} has the shape [${shape.join(', ')}]; a path is [pairs, 2], rows and columns`);
}

/**
 * Reads annotated events: one table with a column for each axis, or one file an axis, whose rows go together in their order.
 *
 * @param columns which columns of the table, or of each of the two files; default: the first
 * @throws UsageError for files of different lengths, and numbers that are not finite
 */
export async function readEvents(
  files: readonly string[],
  columns: readonly (string | number)[] | undefined,
  environment: Environment,
  maxBytes?: number,
): Promise<AnnotatedEvents> {
  const wanted = columns ?? [0, files.length === 1 ? 1 : 0];
  const of = async (file: string, which: readonly (string | number)[]): Promise<Float64Array> =>
    Float64Array.from((await readTable(file, which, environment, maxBytes)).data);
  if (files.length === 1) {
    const both = await of(files[0], wanted);
    const axis = (offset: number): Float64Array => Float64Array.from({ length: both.length / 2 }, (_, i) => both[2 * i + offset]);
    return checked(axis(0), axis(1), (i) => `${files[0]}: event ${i}`);
  }
  const [positions, times] = [await of(files[0], [wanted[0]]), await of(files[1], [wanted[1]])];
  if (positions.length !== times.length) {
    throw new UsageError(`${files[0]} has ${positions.length} events, ${files[1]} has ${times.length}; the same events must stand in both`);
  }
  return checked(positions, times, (i) => `${files.join(' and ')}: event ${i}`);
}

function checked(positions: Float64Array, times: Float64Array, place: (event: number) => string): AnnotatedEvents {
  for (let i = 0; i < positions.length; i++) {
    const wrong = [positions[i], times[i]].find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw new UsageError(`${place(i)} (from 0) has ${wrong}; expected a finite number`);
  }
  return { positions, times, place };
}

async function readTable(
  file: string,
  columns: readonly (string | number)[] | undefined,
  environment: Environment,
  maxBytes: number | undefined,
) {
  if (columns !== undefined && !/\.(csv|tsv|txt)$/i.test(file)) {
    const array = await loadArray(file, environment, maxBytes);
    const [rows, width = 1] = array.shape;
    if (array.shape.length > 2) throw new UsageError(`${file} has the shape [${array.shape.join(', ')}]; events are [events, columns]`);
    const data = toFloats(array);
    const at = columns.map((column) => {
      if (typeof column === 'number' && column < width) return column;
      throw new UsageError(`--columns: ${file} has the columns 0 to ${width - 1}, and not '${column}'`);
    });
    const picked = Float64Array.from({ length: rows * at.length }, (_, i) => data[Math.floor(i / at.length) * width + at[i % at.length]]);
    return { shape: [rows, at.length], data: picked, header: undefined };
  }
  const text = decodeText(await environment.files.read(file, maxBytes), file);
  const limits = maxBytes === undefined ? {} : { maxBytes };
  return inFile(file, () => readCsv(text, { ...limits, ...(columns === undefined ? {} : { columns }) }));
}
