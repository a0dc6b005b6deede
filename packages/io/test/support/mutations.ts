import { bytesOf, latin1 } from './bytes.ts';

/** Pseudo-random numbers from a seed (mulberry32 by Tommy Ettinger, public domain algorithm). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

type Random = (below: number) => number;

/** Numbers that parsers trip over, as text. */
const texts = [
  '0',
  '-1',
  '-0',
  '1.5',
  '1e3',
  '1e308',
  '1e999',
  '4294967295',
  '4294967296',
  '9007199254740991',
  '9007199254740992',
  '18446744073709551616',
  '9'.repeat(400),
  'NaN',
  'Infinity',
  'null',
  'true',
  '[]',
  '{}',
  '""',
  '"__proto__"',
  'inf',
];

/** The same as little-endian fields. */
const fields = [0n, 1n, 0xffn, 0x7fffn, 0xffffn, 0x7fffffffn, 0xffffffffn, 2n ** 53n, 2n ** 63n - 1n, 2n ** 64n - 1n];

/** Marks of all the formats. */
const marks = [
  ...Array.from('{}[]()<>|,:;"\'\\#\n\r\t \0\x80\xff'),
  'PK\x05\x06',
  'PK\x01\x02',
  'PK\x06\x07',
  '\x93NUMPY',
  '""',
  '\r\n',
  '__metadata__',
];

function splice(bytes: Uint8Array, start: number, removed: number, inserted: Uint8Array): Uint8Array {
  return bytesOf(bytes.subarray(0, start), inserted, bytes.subarray(start + removed));
}

/** Replaces a run of digits, as they stand in headers and tables. */
function editNumber(bytes: Uint8Array, random: Random): Uint8Array {
  const isDigit = (i: number) => bytes[i] >= 0x30 && bytes[i] <= 0x39;
  let start = random(bytes.length);
  for (let tries = 0; tries < bytes.length && !isDigit(start); tries++) start = (start + 1) % bytes.length;
  let end = start;
  while (end < bytes.length && isDigit(end)) end++;
  return splice(bytes, start, end - start, latin1(texts[random(texts.length)]));
}

function overwriteField(bytes: Uint8Array, random: Random): Uint8Array {
  const result = bytes.slice();
  const size = [1, 2, 4, 8][random(4)];
  // Half of them near the ends, where sizes and counts stand.
  const near = random(2) === 0 ? random(Math.min(64, bytes.length)) : random(bytes.length);
  const start = random(2) === 0 ? near : Math.max(0, bytes.length - 1 - near);
  const value = fields[random(fields.length)];
  for (let i = 0; i < size && start + i < result.length; i++) result[start + i] = Number((value >> BigInt(8 * i)) & 255n);
  return result;
}

const mutations: readonly ((bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array)[] = [
  (bytes, random) => bytes.slice(0, random(bytes.length)),
  (bytes, random) => bytes.slice(random(bytes.length)),
  (bytes, random) => {
    const result = bytes.slice();
    for (let flips = 1 + random(8); flips > 0; flips--) result[random(result.length)] ^= 1 << random(8);
    return result;
  },
  (bytes, random) => splice(bytes, random(bytes.length), 0, latin1(marks[random(marks.length)])),
  (bytes, random) => splice(bytes, random(bytes.length), 1, latin1(marks[random(marks.length)])),
  (bytes, random) => splice(bytes, random(bytes.length), random(16), new Uint8Array(0)),
  (bytes, random) => {
    const start = random(bytes.length);
    return splice(bytes, random(bytes.length), 0, bytes.slice(start, start + random(64)));
  },
  (bytes, random, other) => {
    const start = random(other.length);
    return splice(bytes, random(bytes.length), random(64), other.slice(start, start + random(64)));
  },
  editNumber,
  editNumber,
  overwriteField,
  overwriteField,
  (_, random) => Uint8Array.from({ length: random(200) }, () => random(256)),
];

/** One to three mutations of a file; `other` is a file to take pieces from. */
export function mutate(file: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let result = file;
  for (let count = 1 + random(3); count > 0 && result.length > 0; count--) {
    result = mutations[random(mutations.length)](result, random, other);
  }
  return result;
}
