import { BitWriter } from './bit-writer.ts';
import { adler32 } from './checksums.ts';
import { type PrefixCode, prefixCode, writeSymbol } from './huffman.ts';
import { findMatches, tokenDistance, tokenLength } from './matches.ts';

/** Codes of lengths and distances: the least value and the extra bits of each (RFC 1951, section 3.2.5). */
const LENGTHS = codeRanges(3, [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5]);
const DISTANCES = codeRanges(
  1,
  Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1)),
);
/** The longest match has a code of its own. */
const LONGEST = 258;
const LONGEST_CODE = 285;
const FIRST_LENGTH_CODE = 257;
const END_OF_BLOCK = 256;
const MOST_BITS = 15;
const TOKENS_A_BLOCK = 1 << 15;
/** The order in which lengths of the code for code lengths are written. */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * Bytes as a zlib stream: the same bytes on every machine, whatever zlib it has.
 *
 * Format: RFC 1950 around RFC 1951; every block has prefix codes of its own.
 */
export function deflate(bytes: Uint8Array): Uint8Array {
  const out = new BitWriter();
  // 32 KiB window, no dictionary, the strongest compression.
  out.write(0x78, 8);
  out.write(0xda, 8);
  const tokens = findMatches(bytes);
  for (let start = 0; start === 0 || start < tokens.length; start += TOKENS_A_BLOCK) {
    writeBlock(out, tokens.subarray(start, start + TOKENS_A_BLOCK), start + TOKENS_A_BLOCK >= tokens.length);
  }
  const data = out.finish();
  const stream = new Uint8Array(data.length + 4);
  stream.set(data);
  new DataView(stream.buffer).setUint32(data.length, adler32(bytes));
  return stream;
}

function writeBlock(out: BitWriter, tokens: Int32Array, last: boolean): void {
  const symbols = new Uint32Array(286);
  const distances = new Uint32Array(30);
  symbols[END_OF_BLOCK] = 1;
  for (const token of tokens) {
    if (token < 256) symbols[token]++;
    else {
      symbols[lengthCode(tokenLength(token))]++;
      distances[rangeOf(DISTANCES, tokenDistance(token))]++;
    }
  }
  const symbolCode = prefixCode(symbols, MOST_BITS);
  const distanceCode = prefixCode(distances, MOST_BITS);
  out.write(last ? 1 : 0, 1);
  out.write(2, 2);
  writeCodes(out, symbolCode, distanceCode);
  for (const token of tokens) {
    if (token < 256) {
      writeSymbol(out, symbolCode, token);
      continue;
    }
    const length = tokenLength(token);
    const code = lengthCode(length);
    writeSymbol(out, symbolCode, code);
    if (code !== LONGEST_CODE) writeExtra(out, LENGTHS, code - FIRST_LENGTH_CODE, length);
    const distance = tokenDistance(token);
    const range = rangeOf(DISTANCES, distance);
    writeSymbol(out, distanceCode, range);
    writeExtra(out, DISTANCES, range, distance);
  }
  writeSymbol(out, symbolCode, END_OF_BLOCK);
}

/** Both codes as their lengths, runs shortened, in a prefix code of their own. */
function writeCodes(out: BitWriter, symbols: PrefixCode, distances: PrefixCode): void {
  const symbolCount = Math.max(FIRST_LENGTH_CODE, lastUsed(symbols.lengths) + 1);
  const distanceCount = Math.max(1, lastUsed(distances.lengths) + 1);
  const lengths = [...symbols.lengths.subarray(0, symbolCount), ...distances.lengths.subarray(0, distanceCount)];
  const runs = runsOf(lengths);
  const frequencies = new Uint32Array(19);
  for (const { code } of runs) frequencies[code]++;
  const lengthCodes = prefixCode(frequencies, 7);
  let order = CODE_LENGTH_ORDER.length;
  while (order > 4 && lengthCodes.lengths[CODE_LENGTH_ORDER[order - 1]] === 0) order--;
  out.write(symbolCount - 257, 5);
  out.write(distanceCount - 1, 5);
  out.write(order - 4, 4);
  for (let i = 0; i < order; i++) out.write(lengthCodes.lengths[CODE_LENGTH_ORDER[i]], 3);
  for (const { code, extra, bits } of runs) {
    writeSymbol(out, lengthCodes, code);
    out.write(extra, bits);
  }
}

interface Run {
  readonly code: number;
  readonly extra: number;
  readonly bits: number;
}

/** 16: the last length again 3 to 6 times; 17 and 18: so many zeros. */
function runsOf(lengths: readonly number[]): readonly Run[] {
  const runs: Run[] = [];
  for (let i = 0; i < lengths.length;) {
    const value = lengths[i];
    let same = 1;
    while (i + same < lengths.length && lengths[i + same] === value) same++;
    if (value === 0 && same >= 3) {
      const taken = Math.min(same, 138);
      runs.push(taken < 11 ? { code: 17, extra: taken - 3, bits: 3 } : { code: 18, extra: taken - 11, bits: 7 });
      i += taken;
    } else if (i > 0 && lengths[i - 1] === value && same >= 3) {
      const taken = Math.min(same, 6);
      runs.push({ code: 16, extra: taken - 3, bits: 2 });
      i += taken;
    } else {
      runs.push({ code: value, extra: 0, bits: 0 });
      i++;
    }
  }
  return runs;
}

interface CodeRanges {
  readonly least: readonly number[];
  readonly bits: readonly number[];
}

function codeRanges(first: number, bits: readonly number[]): CodeRanges {
  let next = first;
  const least = bits.map((count) => {
    const value = next;
    next += 1 << count;
    return value;
  });
  return { least, bits };
}

/** The last range that begins at a value or before, by bisection. */
function rangeOf({ least }: CodeRanges, value: number): number {
  let low = 0;
  let high = least.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (least[middle] <= value) low = middle;
    else high = middle;
  }
  return low;
}

function lengthCode(length: number): number {
  return length === LONGEST ? LONGEST_CODE : FIRST_LENGTH_CODE + rangeOf(LENGTHS, length);
}

function writeExtra(out: BitWriter, { least, bits }: CodeRanges, range: number, value: number): void {
  out.write(value - least[range], bits[range]);
}

function lastUsed(lengths: Uint8Array): number {
  return lengths.findLastIndex((length) => length > 0);
}
