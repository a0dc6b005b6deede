import type { AlignmentProblem, AlignmentSolution, BoundaryInput, Parameterization } from '@rubato/core';
import { createRandom, normaliseProblem, openReference } from '@rubato/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebGpuBackend } from '../../src/webgpu-backend.ts';
import { openWebGpu } from '../../src/index.ts';
import { absent } from '../support/backend.ts';
import { makeCosts } from '../support/costs.ts';

/** What a problem is made from; defaults are those of `normaliseProblem`. */
interface Case extends Partial<Parameterization> {
  readonly sides: readonly [rows: number, columns: number];
  readonly batch?: number;
  readonly costs?: string;
  /** Items of all lengths from one to the sides. */
  readonly ragged?: boolean;
}

const steps = [[1, 0], [0, 1], [1, 1]] as const; // prettier-ignore
const request = { gradient: true, softAlignment: true } as const;

function makeProblem({ sides: [rows, columns], batch = 1, costs = 'uniform', ragged = false, ...rest }: Case): AlignmentProblem {
  const random = createRandom(rows + 10_000 * columns + batch);
  const data = makeCosts(costs, random, batch * rows * columns, columns);
  const lengths = (side: number): number[] => Array.from({ length: batch }, (_, b) => (b === 0 ? side : 1 + Math.floor(side * random())));
  return normaliseProblem({
    cost: { kind: 'dense', data, shape: [batch, rows, columns] },
    steps,
    temperature: 1,
    ...(ragged ? { rowLengths: lengths(rows), columnLengths: lengths(columns) } : {}),
    ...rest,
  });
}

/** The worst errors that were reached, over what is allowed; printed at the end. */
const worst = new Map<string, { error: number; allowed: number; of: string }>();

function note(quantity: string, error: number, allowed: number, of: string): void {
  const before = worst.get(quantity);
  // Not `error > before`: what is no number must not pass.
  if (before === undefined || !(error / allowed <= before.error / before.allowed)) worst.set(quantity, { error, allowed, of });
  expect(error, `${quantity} of ${of}`).toBeLessThanOrEqual(allowed);
}

/** Values within 1e-5 of theirs, first derivatives within 1e-4·max(1, 0.1/γ): the golden README's tolerances for float32. */
function expectClose(
  found: AlignmentSolution,
  exact: AlignmentSolution,
  { temperature: [temperature], minimum }: AlignmentProblem,
  of: string,
): void {
  expect(found.status).toEqual(exact.status);
  found.values.forEach((value, b) => {
    if (exact.values[b] === Infinity) expect(value).toBe(Infinity);
    else note(`values, ${minimum}`, Math.abs(value - exact.values[b]) / Math.max(1, Math.abs(exact.values[b])), 1e-5, of);
  });
  for (const name of ['gradient', 'softAlignment'] as const) {
    const [mine, theirs] = [found[name]!.data, exact[name]!.data];
    let error = 0;
    for (let k = 0; k < mine.length; k++) {
      const difference = Math.abs(mine[k] - theirs[k]);
      if (!(difference <= error)) error = difference;
    }
    note(`${name}, ${minimum}`, error, 1e-4 * Math.max(1, 0.1 / temperature), of);
  }
}

const subsequence: { readonly start: BoundaryInput; readonly end: BoundaryInput } = { start: 'firstRow', end: 'lastRow' };

const sides: readonly Case[] = [
  [1, 1], [1, 2], [2, 1], [2, 2], [2, 257], [255, 1], [255, 256], [256, 256], [256, 257], [257, 255],
  [1, 1025], [1023, 1], [1023, 2], [1025, 256], [255, 1023], [1025, 1023], [4096, 300],
].map(([rows, columns]) => ({ sides: [rows, columns] })); // prettier-ignore

const shapes: readonly Case[] = ['ties', 'walls', 'walks', 'valley', 'negative'].flatMap((costs) =>
  [0.01, 10].map((temperature) => ({ sides: [257, 255] as const, costs, temperature })),
);

const minimums: readonly Case[] = ['hardmin', 'sparsemin', 'smoothmin'].flatMap((minimum): Case[] => [
  { sides: [257, 256], minimum, costs: 'uniform', batch: 3 },
  { sides: [255, 129], minimum, costs: 'valley', temperature: 0.01 },
  { sides: [64, 300], minimum, costs: 'negative', temperature: 10, ...subsequence },
]);

const others: readonly Case[] = [
  { sides: [64, 80], batch: 3 },
  { sides: [64, 80], batch: 16, ragged: true, temperature: 0.01 },
  { sides: [128, 40], batch: 64, ragged: true, costs: 'walks' },
  { sides: [1025, 300], ragged: true, batch: 3, temperature: 0.01 },
  { sides: [1023, 1025], band: { kind: 'sakoeChiba', radius: 20 } },
  { sides: [300, 257], batch: 3, ragged: true, band: { kind: 'sakoeChiba', radius: 9 }, temperature: 10 },
  { sides: [255, 1023], ...subsequence, costs: 'walks' },
  { sides: [1025, 64], batch: 3, start: 'firstColumn', end: 'lastColumn', temperature: 0.01 },
  { sides: [300, 200], steps: [[1, 1], [1, 2], [2, 1]], stepWeights: [2, 1.5, 1.25] }, // prettier-ignore
  { sides: [300, 200], steps: [[1, 0], [1, 1], [1, 2]], ...subsequence }, // prettier-ignore
  { sides: [200, 300], steps: [[0, 1], [1, 1], [2, 1]], temperature: 0.01 }, // prettier-ignore
];

const nameOf = ({ sides: [rows, columns], ...rest }: Case): string => `${rows} × ${columns} ${JSON.stringify(rest)}`;

describe.skipIf(absent !== undefined)('against float64, to the golden tolerances of float32', () => {
  let backend: WebGpuBackend;
  const reference = openReference();
  beforeAll(async () => {
    backend = (await openWebGpu()) as WebGpuBackend;
  });
  afterAll(async () => {
    await backend.dispose();
    const lines = [...worst].map(
      ([name, { error, allowed, of }]) => `${name}: ${error.toExponential(1)} of ${allowed.toExponential(1)}, ${of}`,
    );
    // eslint-disable-next-line no-console -- what was reached is part of the answer
    console.log(`worst errors reached:\n  ${lines.join('\n  ')}`);
  });

  it.each([...sides, ...shapes, ...minimums, ...others].map((each) => [nameOf(each), each] as const))('%s', async (name, each) => {
    const problem = makeProblem(each);
    const found = await backend.solve(problem, request);
    expectClose(found, reference.solveSync(problem, request), problem, name);
  });
});
