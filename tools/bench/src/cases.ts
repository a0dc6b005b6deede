import type { ProblemInput } from '@rubato/core';
import { createRandom } from '@rubato/core';
import { ctc, dtw, softDtw } from '@rubato/presets';

/** One measured case as data: what is aligned, at which size. */
export interface BenchCase {
  readonly name: string;
  readonly kind: 'soft-dtw' | 'ctc' | 'dtw';
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
}

/** The sizes of Table VI of Zeitler & Müller 2026: B = 16 and D = 12 there. */
const TABLE_VI = [
  [256, 64],
  [256, 128],
  [512, 64],
  [512, 128],
  [1024, 128],
  [1024, 512],
  [1024, 1024],
] as const;

const BATCH = 16;
const CLASSES = 12;

/** For CTC the columns are the 2L + 1 of the extended labels; L = M/2 keeps N ≥ L + repeats, so every item is feasible. */
export const cases: readonly BenchCase[] = [
  ...TABLE_VI.map(([rows, columns]): BenchCase => ({ name: `soft-dtw ${rows}x${columns}`, kind: 'soft-dtw', batch: BATCH, rows, columns })),
  ...TABLE_VI.map(([rows, columns]): BenchCase => ({
    name: `ctc ${rows}x${columns + 1}`,
    kind: 'ctc',
    batch: BATCH,
    rows,
    columns: columns + 1,
  })),
  { name: 'dtw path 1024x1024', kind: 'dtw', batch: BATCH, rows: 1024, columns: 1024 },
];

/** The problem of a case, from a seed: uniform costs, or log-posteriors of random classes. */
export function makeProblem(benchCase: BenchCase, seed: number): ProblemInput {
  const { batch, rows, columns, kind } = benchCase;
  const random = createRandom(seed);
  if (kind === 'ctc') {
    const length = (columns - 1) / 2;
    const labels = Array.from({ length: batch }, () => Array.from({ length }, () => 1 + Math.floor(random() * (CLASSES - 1))));
    const { columnClasses, ...parameterization } = ctc(labels, { blank: 0 });
    const values = Float32Array.from({ length: batch * rows * CLASSES }, () => -Math.log(0.01 + random()));
    return {
      cost: { kind: 'gathered', values, classes: CLASSES, index: columnClasses!, shape: [batch, rows, columns] },
      ...parameterization,
    };
  }
  const data = Float32Array.from({ length: batch * rows * columns }, () => 2 * random());
  return { cost: { kind: 'dense', data, shape: [batch, rows, columns] }, ...(kind === 'dtw' ? dtw() : softDtw({ temperature: 1 })) };
}
