/** A match of `length` bytes that stand `distance` bytes before; literals are below 256, matches above. */
const matchToken = (length: number, distance: number): number => (length << 16) | distance;
export const tokenLength = (token: number): number => token >>> 16;
export const tokenDistance = (token: number): number => token & 0xffff;

const SHORTEST_MATCH = 3;
const LONGEST_MATCH = 258;
const WINDOW = 1 << 15;
const HASH_BITS = 15;
/** How many earlier places are looked at. */
const MOST_CANDIDATES = 96;
/** A match this long is good enough. */
const GOOD_MATCH = 128;

/**
 * Bytes as literals and references to what stood before (Ziv & Lempel 1977). A match gives way to a longer one that begins a byte later.
 *
 * @returns the tokens, a view of their own
 */
export function findMatches(bytes: Uint8Array): Int32Array {
  const tokens = new Int32Array(bytes.length);
  const newest = new Int32Array(1 << HASH_BITS).fill(-1);
  const before = new Int32Array(bytes.length);
  let count = 0;
  let found = { length: 0, distance: 0 };

  const enter = (at: number): void => {
    if (at + SHORTEST_MATCH > bytes.length) return;
    const hash = hashOf(bytes, at);
    before[at] = newest[hash];
    newest[hash] = at;
  };
  const longest = (at: number): { readonly length: number; readonly distance: number } => {
    let length = 0;
    let distance = 0;
    if (at + SHORTEST_MATCH > bytes.length) return { length, distance };
    const most = Math.min(LONGEST_MATCH, bytes.length - at);
    let candidate = newest[hashOf(bytes, at)];
    for (let tries = 0; candidate >= 0 && at - candidate <= WINDOW && tries < MOST_CANDIDATES; tries++) {
      // Only what agrees where the best match ends can be longer.
      if (bytes[candidate + length] === bytes[at + length]) {
        let same = 0;
        while (same < most && bytes[candidate + same] === bytes[at + same]) same++;
        if (same > length) {
          length = same;
          distance = at - candidate;
          if (length >= GOOD_MATCH || length === most) break;
        }
      }
      candidate = before[candidate];
    }
    return length < SHORTEST_MATCH ? { length: 0, distance: 0 } : { length, distance };
  };

  let at = 0;
  let known = false;
  while (at < bytes.length) {
    if (!known) found = longest(at);
    known = false;
    enter(at);
    if (found.length === 0) {
      tokens[count++] = bytes[at++];
      continue;
    }
    const later = found.length < GOOD_MATCH ? longest(at + 1) : { length: 0, distance: 0 };
    if (later.length > found.length) {
      tokens[count++] = bytes[at++];
      found = later;
      known = true;
      continue;
    }
    tokens[count++] = matchToken(found.length, found.distance);
    for (let i = 1; i < found.length; i++) enter(at + i);
    at += found.length;
  }
  return tokens.subarray(0, count);
}

function hashOf(bytes: Uint8Array, at: number): number {
  const three = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
  return Math.imul(three, 0x9e3779b1) >>> (32 - HASH_BITS);
}
