import { Inflate } from 'fflate';

/** No deflated stream is longer than this many times its compressed length: 258 bytes for 2 bits. */
export const MOST_EXPANSION: number = 1032;

/** Pieces of the compressed bytes are at least and at most this long. */
const SHORTEST_PIECE = 1 << 10;
const LONGEST_PIECE = 1 << 16;

/**
 * Inflates `compressed` into exactly `size` bytes.
 *
 * Memory and time are bounded by what was declared, not by what the stream holds: it is inflated in pieces that cannot
 * expand far beyond the bytes still missing (about 1 MB), and the first piece that does ends the work.
 * @throws Error when the stream is malformed or its length is not `size`
 */
export function inflateExactly(compressed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(size);
  let written = 0;
  const stream = new Inflate((chunk) => {
    if (chunk.length > size - written) throw new RangeError(`it holds more than the ${size} bytes it declares`);
    result.set(chunk, written);
    written += chunk.length;
  });
  for (let start = 0; start < compressed.length;) {
    const harmless = Math.ceil((size - written) / MOST_EXPANSION);
    const end = start + Math.min(LONGEST_PIECE, Math.max(SHORTEST_PIECE, harmless));
    stream.push(compressed.subarray(start, end), end >= compressed.length);
    start = end;
  }
  if (written !== size) throw new RangeError(`it holds ${written} bytes, not the ${size} that it declares`);
  return result;
}
