import type { SolveRequest } from '@rubato/core';
import { createRandom, normaliseProblem } from '@rubato/core';
import { describe, it } from 'vitest';
import { absent, withBackend } from '../support/backend.ts';
import { expectSameBits } from '../support/bits.ts';
import { makeCosts } from '../support/costs.ts';

const [BATCH, ROWS, COLUMNS] = [2, 83, 70];
const random = createRandom(4);
const cost = {
  kind: 'dense',
  data: makeCosts('walks', random, BATCH * ROWS * COLUMNS, COLUMNS),
  shape: [BATCH, ROWS, COLUMNS],
} as const;
const request: SolveRequest = {
  gradient: true,
  softAlignment: true,
  accumulatedCost: true,
  edgeMarginals: true,
  temperatureGradient: true,
  boundaryGradient: true,
  path: true,
  hessianProduct: { along: 'cost', direction: Float32Array.from({ length: cost.data.length }, () => random() - 0.5) },
};

const fronts = {
  rows: [[1, 0], [1, 1], [1, 2]],
  columns: [[0, 1], [1, 1], [3, 1]],
  diagonals: [[1, 0], [0, 1], [2, 1]],
} as const; // prettier-ignore

describe.skipIf(absent !== undefined)('several workgroups for an item answer as one does, bit for bit', () => {
  it.each(Object.keys(fronts) as (keyof typeof fronts)[])('fronts of %s, tiles of 16 and 64', async (front) => {
    const problem = normaliseProblem({
      cost,
      steps: fronts[front],
      stepWeights: [1, 1.5, 2],
      start: 'firstRow',
      end: 'lastRow',
      rowLengths: [ROWS, ROWS - 20],
      columnLengths: [COLUMNS - 3, COLUMNS],
      ...(front === 'columns' ? {} : { band: { kind: 'sakoeChiba' as const, radius: 40 } }),
    });
    const solveIn = (side: number | undefined) =>
      withBackend({ tiles: { rows: side ?? ROWS, columns: side ?? COLUMNS, threads: 64 } }, (backend) => backend.solve(problem, request));
    const alone = await solveIn(undefined);
    for (const side of [16, 64]) expectSameBits(await solveIn(side), alone, `tiles of ${side}`);
  });
});
