import { InvalidArgumentError } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { SignalLossRecord, WarpPenaltyRecord, WarpProblemInput } from '../../src/index.ts';
import { createSignal, createWarpProblem, discrepancyGradient, solveWarp, warpGradient, warpObjective } from '../../src/index.ts';

const x = createSignal([0, 2, 1, 3, 2], { times: [0, 1, 2, 3, 5] });
const y = createSignal([0, 1, 2, 2], { times: [10, 12, 13, 14] });
const base: WarpProblemInput = { x, y, lambda: 0.1 };

function expectRefusal(run: () => unknown, argument: string, index?: readonly number[]): void {
  expect(run).toThrow(InvalidArgumentError);
  try {
    run();
  } catch (error) {
    expect(error).toMatchObject({ argument, ...(index === undefined ? {} : { index }) });
  }
}

describe('createWarpProblem', () => {
  it.each([
    [{ lambda: -1 }, 'problem.lambda', undefined],
    [{ lambda: Number.NaN }, 'problem.lambda', undefined],
    [{ lambda: [1, 2] }, 'problem.lambda', undefined],
    [{ lambda: [1, -2, 1] }, 'problem.lambda', [1]],
    [{ slopes: { upper: [1, Number.NaN, 1] } }, 'problem.slopes.upper', [1]],
    [{ slopes: { lower: Infinity } }, 'problem.slopes.lower', undefined],
    [{ slopes: { most: 2 } }, 'problem.slopes.most', undefined],
    [{ band: { kind: 'sakoe-chiba', radius: -1 } }, 'problem.band.radius', undefined],
    [{ band: { kind: 'ratanamahatana-keogh', radii: [1] } }, 'problem.band.radii', undefined],
    [{ band: { kind: 'ranges', lower: [0, 0, 0, Number.NaN], upper: [1, 1, 1, 1] } }, 'problem.band.lower', [3]],
    [{ band: { kind: 'itakura' } }, 'problem.band.kind', undefined],
    [{ knots: 1 }, 'problem.knots', undefined],
    [{ signalLoss: 'cubic' }, 'signalLoss', undefined],
    [{ signalLoss: { name: 'p-norm', parameter: 0.5 } }, 'signalLoss.parameter', undefined],
    [{ signalLoss: { name: 'squared', parameter: 2 } }, 'signalLoss.parameter', undefined],
    [{ warpPenalty: 'p-norm' }, 'warpPenalty', undefined],
    [{ subsequence: 1 }, 'problem.subsequence', undefined],
    [{ expectedSlope: Infinity }, 'problem.expectedSlope', undefined],
    [
      {
        y: createSignal([
          [0, 1],
          [1, 2],
        ]),
      },
      'problem.y.channels',
      undefined,
    ],
    [{ x: { times: [0, 1], values: [0, 1], channels: 1 } }, 'problem.x', undefined],
    [{ gamma: 1 }, 'problem.gamma', undefined],
  ])('refuses %j by name', (part, argument, index) => {
    expectRefusal(() => createWarpProblem({ ...base, ...part } as unknown as WarpProblemInput), argument, index);
  });

  it('refuses wrong warps and upstream gradients', () => {
    const problem = createWarpProblem(base);
    expectRefusal(() => warpObjective(problem, [0, 1]), 'warp');
    expectRefusal(() => warpObjective(problem, [0, 1, 6, 5]), 'warp', [2]);
    expectRefusal(() => warpGradient(problem, [0, 1, 2, 5], [1, Number.NaN, 1, 1]), 'upstream', [1]);
    expectRefusal(() => discrepancyGradient(problem, [0, 1, 2, 5], Number.NaN), 'upstream');
    expectRefusal(() => solveWarp(problem, { gridSize: 1 }), 'options.gridSize');
    expectRefusal(() => solveWarp(problem, { refinement: 1 }), 'options.refinement');
    expect(() => solveWarp(problem, { gridSize: 1e6, passes: 1, polish: false })).not.toThrow(RangeError);
  });

  it('refuses an objective beyond all numbers', () => {
    const steep = createSignal([0, 1], { times: [0, 1e120] });
    expectRefusal(() => solveWarp(createWarpProblem({ x: steep, y, lambda: 1e140, expectedSlope: 0 })), 'problem');
  });

  it('never changes what it is given, and keeps y where knots are at observations', () => {
    const lambda = Float64Array.of(1, 2, 3);
    const problem = createWarpProblem({ ...base, lambda });
    const { warp } = solveWarp(problem);
    warpGradient(problem, warp, [1, 1, 1, 1]);
    expect(lambda).toEqual(Float64Array.of(1, 2, 3));
    expect(problem.lambda).not.toBe(lambda);
    expect(x.values).toEqual(Float64Array.of(0, 2, 1, 3, 2));
    expect(structuredClone(problem)).toEqual(problem);
  });
});

describe('functions of one’s own', () => {
  const cosh: SignalLossRecord = {
    name: 'cosh',
    value: (r) => r.reduce((sum, value) => sum + Math.cosh(value) - 1, 0),
    gradient: (r, _, out) => r.forEach((value, c) => (out[c] = Math.sinh(value))),
    hessianProduct: (r, v, _, out) => r.forEach((value, c) => (out[c] = Math.cosh(value) * v[c])),
  };
  const quartic: WarpPenaltyRecord = {
    name: 'quartic',
    defaultParameter: 1,
    value: (u, factor) => factor * u ** 4 + u * u,
    derivative: (u, factor) => 4 * factor * u ** 3 + 2 * u,
    secondDerivative: (u, factor) => 12 * factor * u * u + 2,
  };
  const functions = { signalLosses: [cosh], warpPenalties: [quartic] };

  it('are found by name, solved to a KKT point and differentiated', () => {
    const make = (values: number[]): ReturnType<typeof createWarpProblem> =>
      createWarpProblem(
        { x, y: createSignal(values, { times: y.times }), lambda: 0.1, signalLoss: 'cosh', warpPenalty: 'quartic' },
        functions,
      );
    const values = Array.from(y.values);
    const { warp, kktResidual } = solveWarp(make(values), functions);
    expect(kktResidual).toBeLessThanOrEqual(1e-9);
    const gradient = warpGradient(make(values), warp, [0, 1, -2, 0], functions);
    expect(gradient.regular).toBe(true);
    for (let k = 0; k < 4; k++) {
      const at = (step: number): Float64Array =>
        solveWarp(make(values.map((value, i) => (i === k ? value + step : value))), functions).warp;
      const [before, after] = [at(-1e-6), at(1e-6)];
      expect(gradient.y[k]).toBeCloseTo((after[1] - before[1] - 2 * (after[2] - before[2])) / 2e-6, 4);
    }
  });

  it('are missed by name', () => {
    expectRefusal(() => createWarpProblem({ ...base, signalLoss: 'cosh' }), 'signalLoss');
  });
});

describe('warpObjective', () => {
  it.each(['linear', 'cubic'] as const)('keeps its digits whatever constant both signals share, signals %s', (interpolation) => {
    // Whole 64ths: the sum with the constant is exact.
    const values = { x: [0, 23, 64, 17, 5].map((value) => value / 64), y: [3, 41, 60, 2].map((value) => value / 64) };
    const objectiveOf = (shared: number): number => {
      const [one, other] = [values.x, values.y].map((list) =>
        createSignal(
          list.map((value) => value + shared),
          { interpolation },
        ),
      );
      return warpObjective(createWarpProblem({ x: one, y: other, lambda: 0, knots: 11 }), warp).value;
    };
    const warp = Array.from({ length: 11 }, (_, i) => 4 * (i / 10) ** 1.3);
    const plain = objectiveOf(0);
    expect(plain).toBeGreaterThan(0.01);
    expect(Math.abs(objectiveOf(2 ** 40) - plain)).toBeLessThan(1e-14);
  });
});
