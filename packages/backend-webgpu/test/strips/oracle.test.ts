import { createRandom, normaliseProblem, openReference } from '@rubato/core';
import { expect, it } from 'vitest';
import { solveInLogarithms } from './support/oracle.ts';
import { plain, problemOf } from './support/strip-problem.ts';

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(found.length).toBe(wanted.length);
  for (let k = 0; k < wanted.length; k++) {
    if (found[k] !== wanted[k]) expect(Math.abs(found[k] - wanted[k])).toBeLessThan(1e-9);
  }
}

it.each([0.05, 1])('the oracle is the reference solver, γ = %f', async (temperature) => {
  const reference = openReference();
  const random = createRandom(9);
  const [rows, columns, batch] = [9, 7, 4];
  const weights = Array.from({ length: 3 * columns }, () => (random() < 0.1 ? Infinity : 2 * random()));
  const startPenalty = Array.from({ length: columns }, () => random());
  const endPenalty = Array.from({ length: columns }, (_, m) => (m === 2 ? Infinity : random()));
  const structure = { ...plain, weights: 'varying', start: 'cells', end: 'cells', multipliers: true, alignment: true } as const;
  const items: [number, number][] = [[9, 7], [4, 7], [9, 3], [1, 1]]; // prettier-ignore
  const drawn = problemOf([rows, columns], batch, { structure, temperature });
  const cost = drawn.cost.map((value, k) => (k % 13 === 5 ? Infinity : value));
  const found = solveInLogarithms({
    ...drawn,
    cost,
    items,
    weight: (_b, _n, m, s) => weights[3 * m + s],
    start: (_b, n, m) => (n === 0 ? { multiplier: 0.5, penalty: startPenalty[m] } : undefined),
    end: (b, n, m) => (n === items[b][0] - 1 ? { multiplier: 1.5, penalty: endPenalty[m] } : undefined),
  });
  const wanted = reference.solveSync(
    normaliseProblem({
      cost: { kind: 'dense', data: Float64Array.from(cost), shape: [batch, rows, columns] },
      rowLengths: items.map(([n]) => n),
      columnLengths: items.map(([, m]) => m),
      steps: structure.steps,
      stepWeights: { data: weights, shape: [1, 1, columns, 3] },
      start: { set: 'firstRow', multiplier: 0.5, penalty: startPenalty },
      end: { set: 'lastRow', multiplier: 1.5, penalty: endPenalty },
      temperature,
    }),
    { gradient: true, softAlignment: true },
  );
  expect(found.value.filter((value) => value < Infinity).length).toBeGreaterThan(1);
  expectClose(found.value, wanted.values);
  expectClose(found.gradient, wanted.gradient!.data);
  expectClose(found.alignment, wanted.softAlignment!.data);
});
