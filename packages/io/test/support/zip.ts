import { deflateSync } from 'fflate';
import { crc32 } from '../../src/crc32.ts';
import { bytesOf, littleEndian } from './bytes.ts';

/** A file of a hand-made archive. What is given here overrides what would be true. */
export interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array;
  readonly method?: number;
  readonly compressed?: Uint8Array;
  readonly size?: number;
  readonly compressedSize?: number;
  readonly crc?: number;
  readonly flags?: number;
  readonly localStart?: number;
  /** Put the sizes and the place into a zip64 field. */
  readonly zip64?: boolean;
}

/** How the archive's end is made. */
export interface ZipEnd {
  readonly count?: number;
  readonly zip64?: boolean;
  readonly comment?: string;
}

/** An archive made by hand from the records of PKWARE's APPNOTE, so that any of them can lie. */
export function makeZip(files: readonly ZipFile[], end: ZipEnd = {}): Uint8Array {
  let body: Uint8Array = new Uint8Array(0);
  let directory: Uint8Array = new Uint8Array(0);
  for (const file of files) {
    const { name, content, method = 8, flags = 0 } = file;
    const compressed = file.compressed ?? (method === 8 ? deflateSync(content) : content);
    const size = file.size ?? content.length;
    const compressedSize = file.compressedSize ?? compressed.length;
    const start = file.localStart ?? body.length;
    const common = bytesOf(
      littleEndian(flags, 2),
      littleEndian(method, 2),
      littleEndian(0, 4),
      littleEndian(file.crc ?? crc32(content), 4),
    );
    const nameBytes = new TextEncoder().encode(name);
    const fields = bytesOf(littleEndian(size, 8), littleEndian(compressedSize, 8), littleEndian(start, 8));
    const extra = file.zip64 === true ? bytesOf(littleEndian(1, 2), littleEndian(24, 2), fields) : new Uint8Array(0);
    const ones = file.zip64 === true ? 0xffffffff : undefined;
    const sizes = bytesOf(littleEndian(ones ?? compressedSize, 4), littleEndian(ones ?? size, 4));
    const nameLength = littleEndian(nameBytes.length, 2);
    body = bytesOf(body, 'PK\x03\x04', littleEndian(20, 2), common, sizes, nameLength, littleEndian(0, 2), nameBytes, compressed);
    directory = bytesOf(
      directory,
      'PK\x01\x02',
      littleEndian(20, 2),
      littleEndian(20, 2),
      common,
      sizes,
      nameLength,
      littleEndian(extra.length, 2),
      littleEndian(0, 10),
      littleEndian(ones ?? start, 4),
      nameBytes,
      extra,
    );
  }
  const count = end.count ?? files.length;
  const { comment = '' } = end;
  let locator: Uint8Array = new Uint8Array(0);
  if (end.zip64 === true) {
    locator = bytesOf(
      'PK\x06\x06',
      littleEndian(44, 8),
      littleEndian(45, 2),
      littleEndian(45, 2),
      littleEndian(0, 8),
      littleEndian(count, 8),
      littleEndian(count, 8),
      littleEndian(directory.length, 8),
      littleEndian(body.length, 8),
      'PK\x06\x07',
      littleEndian(0, 4),
      littleEndian(body.length + directory.length, 8),
      littleEndian(1, 4),
    );
  }
  const [count16, length32, start32] = end.zip64 === true ? [0xffff, 0xffffffff, 0xffffffff] : [count, directory.length, body.length];
  return bytesOf(
    body,
    directory,
    locator,
    'PK\x05\x06',
    littleEndian(0, 4),
    littleEndian(count16, 2),
    littleEndian(count16, 2),
    littleEndian(length32, 4),
    littleEndian(start32, 4),
    littleEndian(comment.length, 2),
    comment,
  );
}
