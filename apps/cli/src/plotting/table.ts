import { readCsv } from '@rubato/io';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { inFile, loadArray } from '../files/load-array.ts';
import { decodeText } from '../files/text.ts';

/** The columns of a table, and their names where it has names. */
export interface Table {
  readonly header?: readonly string[];
  readonly columns: readonly Float64Array[];
}

/** @throws UsageError for what is no table of numbers */
export async function loadTable(file: string, environment: Environment, maxBytes: number | undefined): Promise<Table> {
  const limits = maxBytes === undefined ? {} : { maxBytes };
  const text = /\.(csv|tsv|txt)$/i.test(file) ? decodeText(await environment.files.read(file, maxBytes), file) : undefined;
  const table = text === undefined ? await loadArray(file, environment, maxBytes) : inFile(file, () => readCsv(text, limits));
  const { shape, data } = table;
  const header = 'header' in table ? (table.header as readonly string[] | undefined) : undefined;
  const [rows, width = 1] = shape;
  if (shape.length > 2 || rows === 0 || width === 0)
    throw new UsageError(`${file} has the shape [${shape.join(', ')}]; a table is [rows, columns]`);
  return {
    ...(header === undefined ? {} : { header }),
    columns: Array.from({ length: width }, (_, k) => Float64Array.from({ length: rows }, (_row, n) => data[n * width + k])),
  };
}

/** Two columns that belong together, and what they are called. */
export interface ColumnPair {
  readonly columns: readonly [Float64Array, Float64Array];
  /** Names of the file's own; absent where it has none, or those that were looked for. */
  readonly names?: readonly [string, string];
}

/**
 * Two columns by their names; where the table has none of these names, its first two.
 *
 * @throws UsageError for one of the names without the other, and for a table of one column
 */
export function pairOf({ header, columns }: Table, names: readonly [string, string], file: string): ColumnPair {
  const places = names.map((name) => header?.indexOf(name) ?? -1);
  if (places.every((place) => place >= 0)) return { columns: [columns[places[0]], columns[places[1]]] };
  const found = places.findIndex((place) => place >= 0);
  if (found >= 0) throw new UsageError(`${file} has a column ${names[found]} and none called ${names[1 - found]}; name both`);
  if (columns.length < 2) throw new UsageError(`${file} has one column; two are needed, ${names.join(' and ')}`);
  const [first, second] = columns;
  return { columns: [first, second], ...(header === undefined ? {} : { names: [header[0], header[1]] }) };
}
