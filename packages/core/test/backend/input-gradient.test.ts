import type { AlignmentProblem, CostInput, InputGradient } from '@rubato/core';
import { normaliseProblem, openReference } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../support/choose.ts';
import { unitSteps } from '../support/dense.ts';
import { randomProblem } from '../support/random-problem.ts';

/** The cost's own arrays, and the gradients by them, in the same order. */
function pairs({ cost }: AlignmentProblem, gradient: InputGradient): (readonly [Float64Array, Float64Array])[] {
  const double = (array: ArrayLike<number>): Float64Array => array as Float64Array;
  if (cost.kind === 'features' && gradient.kind === 'features') {
    return [
      [double(cost.x), double(gradient.x)],
      [double(cost.y), double(gradient.y)],
    ];
  }
  if (cost.kind === 'gathered' && gradient.kind === 'gathered') return [[double(cost.values), double(gradient.values)]];
  if ('data' in cost && 'data' in gradient && cost.kind === gradient.kind) return [[double(cost.data), double(gradient.data)]];
  throw new Error(`a gradient of kind ${gradient.kind} for a cost of kind ${cost.kind}`);
}

const inDouble = (cost: CostInput): CostInput =>
  Object.fromEntries(
    Object.entries(cost).map(([name, value]) => [name, value instanceof Float32Array ? Float64Array.from(value) : (value as unknown)]),
  ) as unknown as CostInput;

describe('the gradient by the arrays of the cost', () => {
  it('is the finite difference by each of their numbers, 0 in the padding', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const input = randomProblem(choose(seed), 3);
        const localCost = { name: 'squaredEuclidean' };
        const cost = input.cost.kind === 'features' ? { ...input.cost, localCost } : input.cost;
        const problem = normaliseProblem({ ...input, cost: inDouble(cost), minimum: 'softmin', precision: 'float64' });
        const solve = (): number =>
          Array.from(openReference().solveSync(problem, {}).values).reduce((sum, value) => sum + (value === Infinity ? 0 : value), 0);
        const { inputGradient } = openReference().solveSync(problem, { inputGradient: true });
        for (const [array, gradient] of pairs(problem, inputGradient!)) {
          expect(gradient).toHaveLength(array.length);
          array.forEach((number, i) => {
            if (!Number.isFinite(number)) {
              expect(gradient[i]).toBe(0);
              return;
            }
            const step = 1e-5;
            array[i] = number + step;
            const ahead = solve();
            array[i] = number - step;
            const slope = (ahead - solve()) / (2 * step);
            array[i] = number;
            expect(gradient[i]).toBeCloseTo(slope, 3);
            if (slope !== 0) compared++;
          });
        }
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  it('of a column class sums over the columns that have it', () => {
    const cost = { kind: 'gathered', values: Float64Array.of(1, 2), shape: [1, 3], classes: 2, index: Int32Array.of(1, 0, 1) } as const;
    const problem = normaliseProblem({ cost, steps: unitSteps });
    expect(openReference().solveSync(problem, { inputGradient: true }).inputGradient).toEqual({
      kind: 'gathered',
      values: Float64Array.of(1, 2),
    });
  });
});
