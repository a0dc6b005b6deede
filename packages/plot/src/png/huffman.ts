import type { BitWriter } from './bit-writer.ts';

/** A prefix code: for each symbol how many bits it has (0: it does not occur), and the bits, ready to be written lowest first. */
export interface PrefixCode {
  readonly lengths: Uint8Array;
  readonly codes: Uint16Array;
}

/**
 * A canonical prefix code of codes with at most `longest` bits (Huffman 1952; RFC 1951, section 3.2.2).
 *
 * Where a code grows too long, frequencies are halved until it fits: that costs next to nothing.
 */
export function prefixCode(frequencies: Uint32Array, longest: number): PrefixCode {
  let lengths = huffmanLengths(frequencies);
  for (let scaled = frequencies; Math.max(...lengths) > longest;) {
    scaled = scaled.map((frequency) => (frequency + 1) >>> 1);
    lengths = huffmanLengths(scaled);
  }
  return { lengths, codes: canonicalCodes(lengths, longest) };
}

export function writeSymbol(out: BitWriter, { lengths, codes }: PrefixCode, symbol: number): void {
  out.write(codes[symbol], lengths[symbol]);
}

function huffmanLengths(frequencies: Uint32Array): Uint8Array {
  const lengths = new Uint8Array(frequencies.length);
  const used = Array.from(frequencies.keys()).filter((symbol) => frequencies[symbol] > 0);
  if (used.length === 1) lengths[used[0]] = 1;
  if (used.length < 2) return lengths;
  // Two queues: leaves by frequency, and inner nodes, which come into being in order of weight.
  used.sort((a, b) => frequencies[a] - frequencies[b] || a - b);
  const count = used.length;
  const weights = new Float64Array(2 * count - 1);
  const parents = new Int32Array(2 * count - 1);
  used.forEach((symbol, i) => (weights[i] = frequencies[symbol]));
  let leaf = 0;
  let inner = count;
  for (let node = count; node < weights.length; node++) {
    for (let child = 0; child < 2; child++) {
      const takesLeaf = leaf < count && (inner >= node || weights[leaf] <= weights[inner]);
      const taken = takesLeaf ? leaf++ : inner++;
      weights[node] += weights[taken];
      parents[taken] = node;
    }
  }
  const depths = new Int32Array(weights.length);
  for (let node = weights.length - 2; node >= 0; node--) depths[node] = depths[parents[node]] + 1;
  // Frequencies below 2^32 give fewer than 255 levels.
  used.forEach((symbol, i) => (lengths[symbol] = depths[i]));
  return lengths;
}

function canonicalCodes(lengths: Uint8Array, longest: number): Uint16Array {
  const counts = new Uint32Array(longest + 1);
  for (const length of lengths) if (length > 0) counts[length]++;
  const next = new Uint32Array(longest + 1);
  for (let bits = 1; bits <= longest; bits++) next[bits] = (next[bits - 1] + counts[bits - 1]) << 1;
  return Uint16Array.from(lengths, (length) => (length === 0 ? 0 : reversed(next[length]++, length)));
}

/** Codes are written from their highest bit on. */
function reversed(code: number, length: number): number {
  let turned = 0;
  for (let bit = 0; bit < length; bit++) turned |= ((code >>> bit) & 1) << (length - 1 - bit);
  return turned;
}
