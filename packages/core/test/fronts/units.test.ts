import { minimumFunctions } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import type { Units } from '../../src/fronts/index.ts';
import { chooseUnits, LARGEST_PATH } from '../../src/fronts/index.ts';
import type { AlignmentProblem, ProblemInput } from '../../src/index.ts';
import { normaliseProblem } from '../../src/index.ts';

const problemOf = (more: Partial<ProblemInput>): AlignmentProblem =>
  normaliseProblem({
    cost: { kind: 'dense', data: new Float32Array(9), shape: [3, 3] },
    steps: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    ...more,
  });

const units = (temperature: number, largest: number, minimum = 'softmin'): Units =>
  chooseUnits(problemOf({ temperature }), minimumFunctions[minimum], Float64Array.of(largest)) as Units;

describe('chooseUnits', () => {
  it('takes the power of two at or below γ', () => {
    expect(units(1, 5)).toEqual({ unit: Float64Array.of(1), gamma: Float32Array.of(1) });
    expect(units(0.3, 5)).toEqual({ unit: Float64Array.of(0.25), gamma: Float32Array.of(Math.fround(1.2)) });
    expect(units(1e60, 5).gamma[0]).toBeGreaterThanOrEqual(1);
    expect(units(1e60, 5).gamma[0]).toBeLessThan(2);
  });

  it('takes the largest cost where γ plays no part', () => {
    expect(units(1, 5, 'hardmin')).toEqual({ unit: Float64Array.of(4), gamma: Float32Array.of(1) });
  });

  it('takes coarser ones where a path would cost too much, and keeps γ above 0', () => {
    const { unit, gamma } = units(1e-60, 1e10);
    expect((7 * 1e10) / unit[0]).toBeLessThanOrEqual(2 * LARGEST_PATH);
    expect((7 * 1e10) / unit[0]).toBeGreaterThan(LARGEST_PATH / 2);
    expect(gamma[0]).toBeGreaterThan(0);
  });

  it('says that a weight is too large', () => {
    const problem = problemOf({ stepWeights: [1, 1, 1e10] });
    expect(chooseUnits(problem, minimumFunctions['softmin'], Float64Array.of(1))).toContain('10000000000 is too large');
  });
});
