import type { ProblemInput } from '@rubato/core';
import { createRandom, normaliseProblem } from '@rubato/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenedWasm } from '../../src/index.ts';
import { costShapes, largestDifference, makeCosts } from '../support/costs.ts';
import { open } from '../support/open.ts';

/*
 * The largest error of the gradient against the float64 solution of the same costs, which the general engine works out: it shares no
 * code with the strips, and its own tests hold it against the reference.
 */
const LARGEST_ERROR = 1e-5;
const SIDE = 1024;
const steps = [[1, 0], [0, 1], [1, 1]] as const; // prettier-ignore

describe.each([false, true])('strips of 1024 × 1024, fused: %s', (relaxedSimd) => {
  let backend: OpenedWasm;
  beforeAll(async () => {
    backend = await open({ relaxedSimd });
  });
  afterAll(() => backend.dispose());

  it.each(Object.keys(costShapes))('%s: |ΔH| ≤ 1e-5 for γ from 0.01 to 1', (shape) => {
    const random = createRandom(3);
    for (const temperature of [0.01, 0.1, 1]) {
      for (const stepWeights of [
        [1, 1, 1],
        [1, 1, 2],
      ]) {
        // prettier-ignore
        const data = makeCosts(shape, random, SIDE, SIDE);
        const input = (values: Float32Array | Float64Array): ProblemInput => ({
          cost: { kind: 'dense', data: values, shape: [SIDE, SIDE] },
          steps,
          stepWeights,
          temperature,
        });
        const found = backend.solveSync(normaliseProblem(input(data)), { gradient: true });
        const exact = backend.solveSync(normaliseProblem(input(Float64Array.from(data))), { gradient: true });
        expect(
          largestDifference(found.gradient!.data, exact.gradient!.data),
          `γ = ${temperature}, weights ${stepWeights.join(', ')}`,
        ).toBeLessThan(LARGEST_ERROR);
        // Where all costs are equal, so are the roundings, and they add up.
        expect(Math.abs(found.values[0] / exact.values[0] - 1)).toBeLessThan(3e-6);
      }
    }
  });
});
