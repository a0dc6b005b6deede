import { excerpt } from './excerpt.ts';
import { FileFormatError } from './file-format-error.ts';
import { MOST_EXPANSION } from './inflate.ts';

/** One file inside a zip archive, as the central directory declares it, with all ranges inside the archive. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: 0 | 8;
  readonly crc: number;
  /** Bytes after inflating, as declared. */
  readonly size: number;
  /** The range of the (compressed) bytes in the archive. */
  readonly start: number;
  readonly end: number;
}

const END_SIGNATURE = 0x06054b50;
const END_LENGTH = 22;
const END64_LOCATOR_SIGNATURE = 0x07064b50;
const END64_LOCATOR_LENGTH = 20;
const END64_SIGNATURE = 0x06064b50;
const END64_LENGTH = 56;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_LENGTH = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_LENGTH = 30;
const ZIP64_EXTRA = 1;

/** Whether bytes begin as a zip archive does: with a local header, or the end record of an empty one. */
export function isZip(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return false;
  return (bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6);
}

/**
 * Reads a zip archive's central directory. Nothing is inflated, and nothing is allocated but the list.
 *
 * Format: PKWARE APPNOTE 6.3. Entries that overlap (as in zip bombs), encrypted ones and those compressed by other
 * methods than deflate are refused; so are deflated entries that declare more than deflate can hold.
 * @throws FileFormatError at the byte of the record that is wrong
 */
export function readZipDirectory(archive: Uint8Array): readonly ZipEntry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const { count, start, end } = locateDirectory(view);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  const ranges: Array<readonly [start: number, end: number]> = [];
  let position = start;
  for (let i = 0; i < count; i++) {
    if (position + CENTRAL_LENGTH > end || view.getUint32(position, true) !== CENTRAL_SIGNATURE) {
      fail(`entry ${i} of ${count} of the central directory is missing`, position);
    }
    const nameLength = view.getUint16(position + 28, true);
    const extraLength = view.getUint16(position + 30, true);
    const next = position + CENTRAL_LENGTH + nameLength + extraLength + view.getUint16(position + 32, true);
    if (next > end) fail('an entry reaches beyond the central directory', position);
    const nameStart = position + CENTRAL_LENGTH;
    const name = decodeName(archive.subarray(nameStart, nameStart + nameLength), position);
    if (names.has(name)) fail(`the name ${excerpt(name)} stands twice`, position);
    names.add(name);
    const { entry, localStart } = readEntry(view, name, position, nameLength, extraLength, start);
    entries.push(entry);
    ranges.push([localStart, entry.end]);
    position = next;
  }
  if (position !== end) fail(`the central directory has ${end - position} bytes after its ${count} entries`, position);
  ranges.sort((a, b) => a[0] - b[0]);
  for (let i = 1; i < ranges.length; i++) {
    if (ranges[i][0] < ranges[i - 1][1]) fail('two entries overlap', ranges[i][0]);
  }
  return entries;
}

function fail(problem: string, byte: number): never {
  throw new FileFormatError('npz', problem, { byte });
}

function decodeName(bytes: Uint8Array, position: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch (cause) {
    throw new FileFormatError('npz', 'the name of an entry is not UTF-8', { byte: position }, cause);
  }
}

interface DirectoryLocation {
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

/** Finds the end record: the one whose comment reaches exactly to the end of the archive. */
function locateDirectory(view: DataView): DirectoryLocation {
  const first = Math.max(0, view.byteLength - END_LENGTH - 0xffff);
  let position = view.byteLength - END_LENGTH;
  while (position >= first && !isEndRecord(view, position)) position--;
  if (position < first) fail('no end of a central directory: no zip archive, or a truncated one', view.byteLength);
  for (const disk of [view.getUint16(position + 4, true), view.getUint16(position + 6, true)]) {
    if (disk !== 0 && disk !== 0xffff) fail('the archive has several parts; only a single file is read', position);
  }
  let count = view.getUint16(position + 10, true);
  let length = view.getUint32(position + 12, true);
  let start = view.getUint32(position + 16, true);
  let end = position;
  const locator = position - END64_LOCATOR_LENGTH;
  if (locator >= 0 && view.getUint32(locator, true) === END64_LOCATOR_SIGNATURE) {
    end = Number(view.getBigUint64(locator + 8, true));
    if (end + END64_LENGTH > locator || view.getUint32(end, true) !== END64_SIGNATURE) {
      fail('the zip64 end record is missing', locator);
    }
    count = Number(view.getBigUint64(end + 32, true));
    length = Number(view.getBigUint64(end + 40, true));
    start = Number(view.getBigUint64(end + 48, true));
  }
  if (start + length !== end) {
    fail(`the central directory of ${length} bytes at ${start} does not end at its end record, at ${end}`, position);
  }
  // Each entry takes at least 46 bytes, so a huge count is refused before it is counted to.
  if (count * CENTRAL_LENGTH > length) fail(`${count} entries do not fit a directory of ${length} bytes`, position);
  return { count, start, end };
}

function isEndRecord(view: DataView, position: number): boolean {
  if (view.getUint32(position, true) !== END_SIGNATURE) return false;
  return position + END_LENGTH + view.getUint16(position + 20, true) === view.byteLength;
}

function readEntry(
  view: DataView,
  name: string,
  position: number,
  nameLength: number,
  extraLength: number,
  directoryStart: number,
): { readonly entry: ZipEntry; readonly localStart: number } {
  const flags = view.getUint16(position + 8, true);
  const method = view.getUint16(position + 10, true);
  const what = `entry ${excerpt(name)}`;
  if (flags & 1) fail(`${what} is encrypted`, position);
  if (method !== 0 && method !== 8) {
    return fail(`${what} is compressed by method ${method}; 0 (stored) and 8 (deflated) are read`, position);
  }
  const extraStart = position + CENTRAL_LENGTH + nameLength;
  const { size, compressedSize, localStart } = readSizes(view, what, position, extraStart, extraLength);

  if (localStart + LOCAL_LENGTH > directoryStart || view.getUint32(localStart, true) !== LOCAL_SIGNATURE) {
    fail(`${what} has no local header at byte ${localStart}`, position);
  }
  const localExtra = view.getUint16(localStart + 26, true) + view.getUint16(localStart + 28, true);
  const start = localStart + LOCAL_LENGTH + localExtra;
  const end = start + compressedSize;
  if (end > directoryStart) fail(`${what} of ${compressedSize} bytes reaches beyond the archive's data`, position);
  if (method === 0 && size !== compressedSize) {
    fail(`${what} is stored, but its two sizes differ: ${size} and ${compressedSize}`, position);
  }
  if (method === 8 && size > MOST_EXPANSION * compressedSize) {
    fail(`${what} declares ${size} bytes, more than deflate can hold in ${compressedSize}`, position);
  }
  return { entry: { name, method, crc: view.getUint32(position + 16, true), size, start, end }, localStart };
}

/** The sizes and the local header's place; those that are all ones stand in the zip64 extra field. */
function readSizes(
  view: DataView,
  what: string,
  position: number,
  extraStart: number,
  extraLength: number,
): { readonly size: number; readonly compressedSize: number; readonly localStart: number } {
  // In this order in the zip64 field.
  const values = [24, 20, 42].map((offset) => view.getUint32(position + offset, true));
  if (!values.includes(0xffffffff)) return { size: values[0], compressedSize: values[1], localStart: values[2] };
  const extraEnd = extraStart + extraLength;
  for (let field = extraStart; field + 4 <= extraEnd;) {
    const length = view.getUint16(field + 2, true);
    const fieldEnd = field + 4 + length;
    if (view.getUint16(field, true) === ZIP64_EXTRA && fieldEnd <= extraEnd) {
      let at = field + 4;
      for (let i = 0; i < values.length; i++) {
        if (values[i] !== 0xffffffff) continue;
        if (at + 8 > fieldEnd) fail(`${what} has a zip64 field that is too short`, position);
        values[i] = Number(view.getBigUint64(at, true));
        at += 8;
      }
      return { size: values[0], compressedSize: values[1], localStart: values[2] };
    }
    field = fieldEnd;
  }
  return fail(`${what} declares 4 GiB or more and has no zip64 field`, position);
}
