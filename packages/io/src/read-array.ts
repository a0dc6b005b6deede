import { decodeJson } from './decode-json.ts';
import type { ReadCsvOptions } from './csv-options.ts';
import { excerpt, excerptList } from './excerpt.ts';
import { type FileFormat, FileFormatError } from './file-format-error.ts';
import { isNpy, readNpy } from './npy.ts';
import { listNpz, readNpz } from './npz.ts';
import { isNumericArray, type NumericArray } from './numeric-array.ts';
import { readCsv } from './read-csv.ts';
import { plainBytes, type ReadOptions } from './read-options.ts';
import { listSafetensors, readSafetensors } from './safetensors.ts';
import { toNumericArray } from './to-numeric-array.ts';
import { decodeUtf8 } from './utf8.ts';
import { isZip } from './zip-directory.ts';

/** How one array is read from a file of any format. */
export interface ReadArrayOptions extends ReadOptions {
  /** Which array of an .npz or .safetensors file, or which key of a JSON object. Needed when there are several. */
  readonly entry?: string;
  /** How tables in text are read. */
  readonly csv?: Omit<ReadCsvOptions, 'maxBytes'>;
}

/**
 * Reads one array from the bytes of a file: .npy, .npz, .csv, .tsv, .txt, .safetensors or .json.
 *
 * .npy and .npz files are known by their first bytes whatever they are called, the others by their names' ending.
 *
 * @param fileName the name, or the path; only its ending counts
 * @throws FileFormatError when the format is unknown, the file malformed or larger than `maxBytes`, or when it has
 * several arrays and `entry` names none of them (the message lists their names)
 *
 * @example
 * ```ts
 * import { readArray } from '@rubato/io';
 *
 * const array = readArray(new TextEncoder().encode('1\t2\n3\t4\n'), 'cost.tsv');
 * array.shape; // → [2, 2]
 * ```
 */
export function readArray(bytes: Uint8Array, fileName: string, options: ReadArrayOptions = {}): NumericArray {
  const file = plainBytes(bytes);
  const { entry, csv, ...limits } = options;
  switch (detectFormat(file, fileName)) {
    case 'npy': {
      refuseEntry('npy', entry);
      const { dtype, shape, data } = readNpy(file, limits);
      return { dtype, shape, data };
    }
    case 'npz': {
      const name = chooseEntry('npz', listNpz(file), entry);
      return readNpz(file, { ...limits, entries: [name] }).get(name) as NumericArray;
    }
    case 'safetensors': {
      const name = chooseEntry('safetensors', listSafetensors(file), entry);
      return readSafetensors(file, { ...limits, entries: [name] }).tensors.get(name) as NumericArray;
    }
    case 'json':
      return readJsonArray(decodeUtf8(file, 'json', 'the file'), entry, limits);
    default: {
      refuseEntry('csv', entry);
      const { dtype, shape, data } = readCsv(decodeUtf8(file, 'csv', 'the file'), { ...csv, ...sizeLimit(limits) });
      return { dtype, shape, data };
    }
  }
}

type DetectedFormat = 'npy' | 'npz' | 'csv' | 'safetensors' | 'json';

const formatsByEnding: ReadonlyMap<string, DetectedFormat> = new Map([
  ['npy', 'npy'],
  ['npz', 'npz'],
  ['safetensors', 'safetensors'],
  ['json', 'json'],
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['txt', 'csv'],
]);

function detectFormat(file: Uint8Array, fileName: string): DetectedFormat {
  if (isNpy(file)) return 'npy';
  if (isZip(file)) return 'npz';
  const ending = /\.([^./\\]*)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const format = formatsByEnding.get(ending);
  if (format !== undefined) return format;
  const endings = [...formatsByEnding.keys()].map((known) => `.${known}`).join(', ');
  throw new FileFormatError('unknown', `${excerpt(fileName)} ends in none of ${endings}`);
}

/** Refuses an entry where there is only one array, without a name. */
function refuseEntry(format: FileFormat, entry: string | undefined): void {
  if (entry === undefined) return;
  throw new FileFormatError(format, `the file holds one array without a name, no ${excerpt(entry)}`);
}

/** The only name when none is asked for. */
function chooseEntry(format: FileFormat, names: readonly string[], entry: string | undefined): string {
  if (entry !== undefined && names.includes(entry)) return entry;
  if (entry === undefined && names.length === 1) return names[0];
  const problem = entry === undefined ? `the file has ${names.length} arrays, the option entry says which` : `no array ${excerpt(entry)}`;
  throw new FileFormatError(format, `${problem}; there are: ${excerptList(names)}`);
}

function readJsonArray(text: string, entry: string | undefined, limits: ReadOptions): NumericArray {
  const value = decodeJson(text, sizeLimit(limits));
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumericArray(value);
  if (!isObject) {
    refuseEntry('json', entry);
    return toNumericArray(value, 'the array', sizeLimit(limits));
  }
  const name = chooseEntry('json', Object.keys(value), entry);
  return toNumericArray((value as Record<string, never>)[name], excerpt(name), sizeLimit(limits));
}

function sizeLimit({ maxBytes }: ReadOptions): Pick<ReadOptions, 'maxBytes'> {
  return maxBytes === undefined ? {} : { maxBytes };
}
