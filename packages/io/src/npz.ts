import { zipSync } from 'fflate';
import { crc32 } from './crc32.ts';
import { excerpt, excerptList } from './excerpt.ts';
import { FileFormatError } from './file-format-error.ts';
import { inflateExactly } from './inflate.ts';
import { LONGEST_NPY_HEADER, readNpy, writeNpy } from './npy.ts';
import { checkNumericArray, type NumericArray } from './numeric-array.ts';
import { type EntryOptions, plainBytes, resolveMaxBytes } from './read-options.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** How an .npz file is written. */
export interface WriteNpzOptions {
  /** Deflate the arrays, as `numpy.savez_compressed` does. Default false, as `numpy.savez`. */
  readonly compress?: boolean;
}

const SUFFIX = '.npy';

/**
 * The names of the arrays in an .npz file, in the file's order. Nothing is inflated.
 *
 * @throws FileFormatError when the archive is malformed or holds other files than .npy
 *
 * @example
 * ```ts
 * import { listNpz, writeNpz } from '@rubato/io';
 *
 * const bytes = writeNpz({ x: { dtype: 'uint8', shape: [2], data: Uint8Array.of(1, 2) } });
 * listNpz(bytes); // → ['x']
 * ```
 */
export function listNpz(bytes: Uint8Array): readonly string[] {
  return [...arrayEntries(plainBytes(bytes)).keys()];
}

/**
 * Reads the arrays of an .npz file (a zip archive of .npy files, stored or deflated) by name, in the file's order.
 *
 * Declared sizes are checked against `maxBytes`, together, before anything is inflated; inflating stops at the declared
 * size; the CRC-32 of each array is checked. Each array is read as `readNpy` reads it.
 *
 * @throws FileFormatError when the archive or an array is malformed, damaged, or larger than `maxBytes`, or when a name
 * in `entries` is not there; where an array is malformed, `cause` is its own error
 *
 * @example
 * ```ts
 * import { readNpz, writeNpz } from '@rubato/io';
 *
 * const cost = { dtype: 'float32', shape: [1, 2], data: Float32Array.of(0.5, 2) } as const;
 * const arrays = readNpz(writeNpz({ cost }, { compress: true }));
 * arrays.get('cost')?.shape; // → [1, 2]
 * ```
 */
export function readNpz(bytes: Uint8Array, options: EntryOptions = {}): Map<string, NumericArray> {
  const archive = plainBytes(bytes);
  const maxBytes = resolveMaxBytes(options);
  const available = arrayEntries(archive);
  const names = new Set(options.entries ?? available.keys());
  let declared = 0;
  for (const name of names) {
    const entry = available.get(name);
    if (entry === undefined) {
      throw new FileFormatError('npz', `no array ${excerpt(name)}; there are: ${excerptList([...available.keys()])}`);
    }
    declared += Math.max(0, entry.size - LONGEST_NPY_HEADER);
  }
  const arrays = new Map<string, NumericArray>();
  // The inflated files are bounded here (but for their headers), the widened elements by readNpy.
  if (declared > maxBytes) {
    throw new FileFormatError('npz', `the arrays take at least ${declared} bytes, maxBytes is ${maxBytes}`);
  }
  let left = maxBytes;
  for (const name of names) {
    const entry = available.get(name) as ZipEntry;
    try {
      const { dtype, shape, data } = readNpy(extract(archive, entry), { ...options, maxBytes: left });
      arrays.set(name, { dtype, shape, data });
      left -= data.byteLength;
    } catch (cause) {
      if (!(cause instanceof FileFormatError)) throw cause;
      throw new FileFormatError('npz', `array ${excerpt(name)}: ${cause.message}`, { byte: entry.start }, cause);
    }
  }
  return arrays;
}

/**
 * Writes arrays into an .npz file that `numpy.load` reads. The same arrays give the same bytes: all
 * files are of 1980-01-01.
 *
 * @param arrays by name: a Map, or an object's own properties
 * @throws TypeError or RangeError when an array is not consistent, a name is empty, too long or no valid text, there
 * are more than 65,534 arrays, or they need 4 GiB
 *
 * @example
 * ```ts
 * import { readNpz, writeNpz } from '@rubato/io';
 *
 * const x = { dtype: 'float64', shape: [3], data: Float64Array.of(1, 2, 3) } as const;
 * [...readNpz(writeNpz(new Map([['x', x]]))).keys()]; // → ['x']
 * ```
 */
export function writeNpz(
  arrays: ReadonlyMap<string, NumericArray> | Readonly<Record<string, NumericArray>>,
  options: WriteNpzOptions = {},
): Uint8Array {
  const pairs = arrays instanceof Map ? [...arrays] : Object.entries(arrays);
  if (pairs.length > 65_534) throw new RangeError(`${pairs.length} arrays; an .npz file holds at most 65,534`);
  // No prototype: "__proto__.npy" is no danger, but no key should have to be looked at twice.
  const files: Record<string, Uint8Array> = Object.create(null);
  let total = 0;
  for (const [name, array] of pairs) {
    if (name === '' || name.length > 16_000 || /\p{Surrogate}|\0/u.test(name)) {
      throw new RangeError(`the array name ${excerpt(name)} is empty, longer than 16,000, or no valid text`);
    }
    checkNumericArray(array, `arrays[${excerpt(name)}]`);
    total += array.data.byteLength + 2 * name.length * 3 + 4096;
    if (total > 0xffffffff) throw new RangeError('the arrays need 4 GiB or more; write several files');
    files[name + SUFFIX] = writeNpy(array);
  }
  // Noon, since zip has local times, and midnight does not exist everywhere on every day.
  return zipSync(files, { level: options.compress === true ? 6 : 0, mtime: new Date(1980, 0, 1, 12) });
}

/** The entries by array name. */
function arrayEntries(archive: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  for (const entry of readZipDirectory(archive)) {
    if (!entry.name.endsWith(SUFFIX)) {
      throw new FileFormatError('npz', `entry ${excerpt(entry.name)} is no .npy file`, { byte: entry.start });
    }
    entries.set(entry.name.slice(0, -SUFFIX.length), entry);
  }
  return entries;
}

function extract(archive: Uint8Array, entry: ZipEntry): Uint8Array {
  const raw = archive.subarray(entry.start, entry.end);
  const file = entry.method === 0 ? raw : inflate(raw, entry.size);
  if (crc32(file) !== entry.crc) throw new FileFormatError('npz', 'the CRC-32 does not match: the data is damaged');
  return file;
}

function inflate(compressed: Uint8Array, size: number): Uint8Array {
  try {
    return inflateExactly(compressed, size);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new FileFormatError('npz', `the deflated data is malformed: ${problem}`, undefined, cause);
  }
}
