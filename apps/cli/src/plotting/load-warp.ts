import { decodeJson, type JsonValue, readArray } from '@rubato/io';
import type { Environment } from '../environment.ts';
import { inFile } from '../files/load-array.ts';
import { toFloats } from '../files/load-features.ts';
import { decodeText } from '../files/text.ts';
import { loadTable, pairOf } from './table.ts';

/** A side of a warp: what it is called and what its times are in, where the file tells it. */
export interface WarpSide {
  readonly name: string;
  readonly unit?: string;
}

/** A warp of a file: for each time of B the time of A. */
export interface LoadedWarp {
  readonly times: Float64Array | Float32Array;
  readonly values: Float64Array | Float32Array;
  readonly a: WarpSide;
  readonly b: WarpSide;
}

/**
 * Reads a warp as `rubato warp --out` writes it: .json; or a table, of which the columns `time_b` and `time_a` count, or the first two:
 * time of B, time of A.
 *
 * @throws UsageError that begins with the file
 */
export async function loadWarp(file: string, environment: Environment, maxBytes: number | undefined): Promise<LoadedWarp> {
  if (/\.json$/i.test(file)) return fromJson(file, environment, maxBytes);
  const { columns, names } = pairOf(await loadTable(file, environment, maxBytes), ['time_b', 'time_a'], file);
  const [b, a] = names ?? ['time of B', 'time of A'];
  return { times: columns[0], values: columns[1], a: { name: a }, b: { name: b } };
}

async function fromJson(file: string, environment: Environment, maxBytes: number | undefined): Promise<LoadedWarp> {
  const bytes = await environment.files.read(file, maxBytes);
  const limits = maxBytes === undefined ? {} : { maxBytes };
  const told = inFile(file, () => decodeJson(decodeText(bytes, file), limits));
  const numbers = (entry: string) => toFloats(inFile(file, () => readArray(bytes, file, { entry, ...limits })));
  const side = (letter: 'A' | 'B'): WarpSide => {
    const [name, unit] = [textOf(told, `name${letter}`), textOf(told, `unit${letter}`)];
    return { name: name ?? `time of ${letter}`, ...(unit === undefined ? {} : { unit }) };
  };
  return { times: numbers('knots'), values: numbers('warp'), a: side('A'), b: side('B') };
}

function textOf(told: JsonValue, name: string): string | undefined {
  const value =
    typeof told === 'object' && told !== null && Object.hasOwn(told, name) ? (told as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** A side as an axis has it. */
export function titleOf({ name, unit }: WarpSide): string {
  return unit === undefined ? name : `${name} (${unit})`;
}
