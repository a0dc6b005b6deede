import {
  decodeJson,
  isNumericArray,
  type JsonValue,
  listNpz,
  listSafetensors,
  type NumericArray,
  readArray,
  readNpz,
  readProblem,
  readSafetensors,
  toNumericArray,
} from '@rubato/io';
import type { Environment } from '../environment.ts';
import { inFile } from '../files/load-array.ts';
import { decodeText } from '../files/text.ts';
import { describeProblem } from './describe-problem.ts';
import { summarise, type Summary } from './summarise.ts';

/** What stands in a file. */
export interface Inspection {
  readonly file: string;
  readonly bytes: number;
  /** The arrays; only those of .npz, .safetensors and JSON objects have names. */
  readonly entries: readonly (Summary & { readonly name?: string })[];
  /** Of a problem file: what the problem is. */
  readonly problem?: Readonly<Record<string, unknown>>;
  /** Of a safetensors file. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Looks into a file of arrays, or a problem file. Arrays of files that hold several are read one at a time.
 *
 * @param maxBytes the most bytes of the file, checked before it is read, and of each array
 * @throws UsageError that begins with the file
 */
export async function inspectFile(file: string, environment: Environment, maxBytes?: number): Promise<Inspection> {
  const bytes = await environment.files.read(file, maxBytes);
  const limits = { copy: false, ...(maxBytes === undefined ? {} : { maxBytes }) };
  const found = { file, bytes: bytes.length };
  return inFile(file, () => {
    if (/\.json$/i.test(file)) return { ...found, ...inspectJson(decodeText(bytes, file), limits) };
    if (/\.safetensors$/i.test(file)) {
      const { metadata } = readSafetensors(bytes, { ...limits, entries: [] });
      const entries = listSafetensors(bytes).map((name) =>
        named(name, readSafetensors(bytes, { ...limits, entries: [name] }).tensors.get(name)!),
      );
      return { ...found, entries, ...(metadata.size === 0 ? {} : { metadata: Object.fromEntries(metadata) }) };
    }
    // "PK": a zip archive, as readArray too goes by the first bytes.
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
      return { ...found, entries: listNpz(bytes).map((name) => named(name, readNpz(bytes, { ...limits, entries: [name] }).get(name)!)) };
    }
    return { ...found, entries: [summarise(readArray(bytes, file, limits))] };
  });
}

function named(name: string, array: NumericArray): Summary & { readonly name: string } {
  return { name, ...summarise(array) };
}

function inspectJson(text: string, limits: { readonly maxBytes?: number }): Pick<Inspection, 'entries' | 'problem'> {
  const value = decodeJson(text, limits);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumericArray(value);
  if (!isObject) return { entries: [summarise(toNumericArray(value, 'the array', limits))] };
  if (Object.hasOwn(value, 'rubato')) return { problem: describeProblem(readProblem(text, limits)), entries: [] };
  // Other members, such as texts, are no arrays: they are left out.
  const arrays = Object.entries(value as Readonly<Record<string, JsonValue>>).filter(
    ([, member]) => isNumericArray(member) || Array.isArray(member),
  );
  return { entries: arrays.map(([name, member]) => named(name, toNumericArray(member, name, limits))) };
}
