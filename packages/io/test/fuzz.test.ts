import { getHeapStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import {
  decodeJson,
  encodeJson,
  FileFormatError,
  isNumericArray,
  type JsonValue,
  listNpz,
  type NumericArray,
  readArray,
  readCsv,
  readNpy,
  readNpz,
  readSafetensors,
  toNumericArray,
  writeCsv,
  writeNpy,
  writeNpz,
  writeSafetensors,
} from '@rubato/io';
import { bytesOf, littleEndian } from './support/bytes.ts';
import { mutate, randomNumbers } from './support/mutations.ts';
import { makeZip } from './support/zip.ts';

/** Inputs for each of the five formats: 100,000 in all. */
const INPUTS = 20_000;
const MAX_BYTES = 4096;
/** What reading an input of a few kilobytes may allocate outside the heap: inflating takes most of it. */
const MOST_ALLOCATED = 1 << 24;

const matrix: NumericArray = { dtype: 'float32', shape: [2, 3], data: Float32Array.of(1, -2.5, NaN, 0, 1e9, -0) };
const counts: NumericArray = { dtype: 'int16', shape: [5], data: Int16Array.of(1, 2, 3, -4, 500) };
const zeros: NumericArray = { dtype: 'uint8', shape: [20, 100], data: new Uint8Array(2000) };
const text = (content: string) => new TextEncoder().encode(content);

/** An .npy file of types that no writer of ours makes. */
function foreignNpy(version: number, descr: string, shape: string, data: Uint8Array): Uint8Array {
  const header = `{'descr': '${descr}', 'fortran_order': True, 'shape': ${shape}, }\n`;
  return bytesOf('\x93NUMPY', version, 0, littleEndian(header.length, version === 1 ? 2 : 4), header, data);
}

/** The same of safetensors. */
function foreignSafetensors(header: string, size: number): Uint8Array {
  return bytesOf(littleEndian(header.length, 8), header, new Uint8Array(size));
}

function bytesIn(arrays: Iterable<NumericArray>): number {
  let sum = 0;
  for (const { shape, data } of arrays) {
    // Whatever is read is consistent.
    expect(shape.reduce((product, side) => product * side, 1)).toBe(data.length);
    sum += data.byteLength;
  }
  return sum;
}

function arraysIn(value: JsonValue): readonly NumericArray[] {
  if (isNumericArray(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(arraysIn) : [];
}

interface Target {
  readonly fileName: string;
  readonly seeds: readonly Uint8Array[];
  /** Reads a file, and returns how many bytes its arrays take. */
  readonly read: (bytes: Uint8Array, maxBytes: number) => number;
}

const decoder = new TextDecoder();

const targets: readonly Target[] = [
  {
    fileName: 'a.npy',
    seeds: [
      writeNpy(matrix),
      writeNpy(counts),
      writeNpy({ dtype: 'float64', shape: [], data: Float64Array.of(1) }),
      foreignNpy(1, '<f2', '(2, 3)', new Uint8Array(12)),
      foreignNpy(2, '>i8', '(2, 2, 1)', new Uint8Array(32)),
      foreignNpy(3, '|b1', '(7,)', new Uint8Array(7)),
    ],
    read: (bytes, maxBytes) => bytesIn([readNpy(bytes, { maxBytes })]),
  },
  {
    fileName: 'a.npz',
    seeds: [
      writeNpz({ matrix, counts }),
      writeNpz({ matrix, zeros }, { compress: true }),
      makeZip([{ name: 'x.npy', content: writeNpy(zeros), zip64: true }], { zip64: true, comment: 'made by hand' }),
    ],
    read: (bytes, maxBytes) => {
      listNpz(bytes);
      return bytesIn(readNpz(bytes, { maxBytes }).values());
    },
  },
  {
    fileName: 'a.csv',
    seeds: [
      text(writeCsv(matrix, { header: ['a', 'b "c"', '#d'] })),
      text(writeCsv(matrix, { delimiter: ';' })),
      text('# note\r\nx\t"y ""z"""\r\n\r\n1\t2.5e-3\r\n"3"\t-inf\r\n'),
      text('1\n2\n3'),
    ],
    read: (bytes, maxBytes) => bytesIn([readCsv(decoder.decode(bytes), { maxBytes })]),
  },
  {
    fileName: 'a.safetensors',
    seeds: [
      writeSafetensors({ matrix, counts }, { metadata: { format: 'pt' } }),
      foreignSafetensors('{"x":{"dtype":"BF16","shape":[2,1],"data_offsets":[0,4]}} ', 4),
      foreignSafetensors('{"__proto__":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"__metadata__":{"a":""}}', 8),
    ],
    read: (bytes, maxBytes) => bytesIn(readSafetensors(bytes, { maxBytes }).tensors.values()),
  },
  {
    fileName: 'a.json',
    seeds: [
      text(encodeJson({ matrix, more: [counts, { a: 'text', b: [null, true, -1.5e-3, Infinity] }] }, { mostListed: 5 })),
      text(encodeJson([matrix, counts], { mostListed: 0 })),
      text(encodeJson({ zeros })),
      text('[[1, 2.5, "inf"], [3, 4, "nan"]]'),
    ],
    read: (bytes, maxBytes) => {
      const value = decodeJson(decoder.decode(bytes), { maxBytes });
      const arrays = arraysIn(value);
      return bytesIn(arrays.length > 0 ? arrays : [toNumericArray(value, 'the array', { maxBytes })]);
    },
  },
];

const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_120);

it.each(targets.map((target) => [target.fileName, target] as const))(
  'reads or refuses %s, whatever is in it',
  (fileName, { seeds, read }) => {
    const random = randomNumbers(seed);
    // What is mutated is right.
    for (const file of seeds) expect(read(file, MAX_BYTES)).toBeGreaterThan(0);
    const outcomes = { read: 0, refused: 0 };
    const messages = new Set<string>();
    for (let i = 0; i < INPUTS; i++) {
      const others = targets[random(targets.length)].seeds;
      const input = mutate(seeds[random(seeds.length)], others[random(others.length)], random);
      // The default bound in every other case: then only the input's own length bounds the result.
      const bounded = i % 2 === 0;
      const before = input.slice();
      const attempts = [
        () => read(input, bounded ? MAX_BYTES : 2 ** 32),
        () => bytesIn([readArray(input, fileName, bounded ? { maxBytes: MAX_BYTES } : {})]),
      ];
      for (const attempt of attempts) {
        const external = getHeapStatistics().external_memory;
        try {
          const size = attempt();
          if (size > (bounded ? MAX_BYTES : 1032 * input.length)) throw new Error(`${size} bytes were read`);
          outcomes.read++;
        } catch (error) {
          if (!(error instanceof FileFormatError) || error.message.length > 2000) {
            throw new Error(`seed ${seed}, input ${i}: ${Buffer.from(input).toString('base64')}`, { cause: error });
          }
          outcomes.refused++;
          messages.add(error.message.replaceAll(/[\d.]+/g, '0').slice(0, 40));
        }
        // What the collector frees in between only hides; a size that was believed would stand out.
        const allocated = getHeapStatistics().external_memory - external;
        if (allocated > MOST_ALLOCATED) throw new Error(`seed ${seed}, input ${i} allocated ${allocated} bytes`);
      }
      if (Buffer.compare(before, input) !== 0) throw new Error(`seed ${seed}, input ${i} was modified`);
    }
    // The mutations reach far into the parsers: some inputs are fine still, and many things are wrong with the others.
    expect(outcomes.read).toBeGreaterThan(INPUTS / 100);
    expect(outcomes.refused).toBeGreaterThan(INPUTS / 2);
    expect(messages.size).toBeGreaterThan(20);
  },
);
