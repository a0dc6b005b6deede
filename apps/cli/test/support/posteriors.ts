import { writeNpy } from '@rubato/io';

/** Four frames of a blank, an a and a t. */
export const frames: readonly (readonly number[])[] = [
  [0.2, 0.7, 0.1],
  [0.6, 0.3, 0.1],
  [0.1, 0.1, 0.8],
  [0.05, 0.15, 0.8],
];

function array(rows: readonly (readonly number[])[], shape: readonly number[]): Uint8Array {
  return writeNpy({ dtype: 'float64', shape, data: Float64Array.from(rows.flat()) });
}

const nan = frames.map((row, n) => (n === 2 ? [0.1, NaN, 0.8] : row));

/** The frames in many forms, and what goes with them. */
export const files: Readonly<Record<string, Uint8Array | string>> = {
  'p.npy': array(frames, [4, 3]),
  'log.npy': array(
    frames.map((row) => row.map(Math.log)),
    [4, 3],
  ),
  'logits.npy': array(
    frames.map((row, n) => row.map((p) => Math.log(p) + n)),
    [4, 3],
  ),
  'pair.npy': array([...frames, ...frames.toReversed()], [2, 4, 3]),
  'p.csv': frames.map((row) => `${row.join(',')}\n`).join(''),
  'nan.npy': array(nan, [4, 3]),
  'long.npy': array(
    Array.from({ length: 40 }, () => [
      [0.5, 0.3, 0.2],
      [0.1, 0.2, 0.7],
    ]).flat(),
    [80, 3],
  ),
  'names.txt': '-\na\nt\n',
  'same.txt': '-\na\na\n',
  'short.txt': 'a\nt\n',
  'labels.csv': '1,2\n',
  'labels.npy': writeNpy({ dtype: 'int32', shape: [2], data: Int32Array.of(1, 2) }),
  'named.txt': 'a t\n',
  'two.txt': 'a t\nt a\n',
};
