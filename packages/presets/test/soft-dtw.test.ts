import type { AlignmentSolution, ProblemInput, SolveRequest } from '@rubato/core';
import { InvalidArgumentError, normaliseProblem } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { expectClose } from './support/close.ts';
import { solve } from './support/reference.ts';
import type { GoldenArray, GoldenFile } from './support/shared.ts';
import { describeShared, flat, readSharedJson } from './support/shared.ts';

interface Gradients {
  readonly grad_X: GoldenArray;
  readonly grad_Y: GoldenArray;
}

type Divergence = 'divergence' | 'sharp_divergence' | 'mean_cost_divergence';

interface SoftDtwCase {
  readonly id: string;
  readonly gamma: number;
  readonly X: readonly (readonly number[])[];
  readonly Y: readonly (readonly number[])[];
  readonly sqeuclidean: Gradients & { readonly value: number; readonly C: GoldenArray; readonly E: GoldenArray };
  readonly half_sqeuclidean: Gradients & {
    readonly value: number;
    readonly E: GoldenArray;
    readonly Z: GoldenArray;
    readonly HZ: GoldenArray;
    readonly directional_derivative: number;
    readonly sharp_value: number;
    readonly sharp_grad_X: GoldenArray;
    readonly sharp_grad_Y: GoldenArray;
    readonly entropy: number;
    readonly mean_cost: number;
  };
  readonly divergences: Readonly<Record<Divergence, Gradients & { readonly value: number }>>;
}

type Sequence = readonly (readonly number[])[];

function features(x: Sequence, y: Sequence, gamma: number, name: string): ProblemInput {
  const cost = {
    kind: 'features',
    x: flat(x),
    y: flat(y),
    shape: [x.length, y.length],
    dimension: x[0].length,
    localCost: { name },
  } as const;
  return { ...softDtw({ temperature: gamma }), cost };
}

function gradients(solution: AlignmentSolution): { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> } {
  const gradient = solution.inputGradient!;
  if (gradient.kind !== 'features') throw new Error('expected gradients by features');
  return gradient;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);

function halfSquares(x: Sequence, y: Sequence): Float64Array {
  return flat(x.map((a) => y.map((b) => a.reduce((sum, value, d) => sum + (value - b[d]) ** 2 / 2, 0))));
}

/** Gradients by X and Y of a function of C, for C = |x - y|²/2. */
function pullBack(x: Sequence, y: Sequence, byCost: ArrayLike<number>): { readonly x: Float64Array; readonly y: Float64Array } {
  const D = x[0].length;
  const gradient = { x: new Float64Array(x.length * D), y: new Float64Array(y.length * D) };
  x.forEach((a, n) =>
    y.forEach((b, m) =>
      a.forEach((value, d) => {
        const slope = byCost[n * y.length + m] * (value - b[d]);
        gradient.x[n * D + d] += slope;
        gradient.y[m * D + d] -= slope;
      }),
    ),
  );
  return gradient;
}

interface Functional {
  readonly value: number;
  /** ∂value/∂C. */
  readonly byCost: ArrayLike<number>;
}

/** The three functions of C whose divergences the file holds, from solutions of one problem. */
const functionals: Readonly<Record<Divergence, (x: Sequence, y: Sequence, gamma: number) => Functional>> = {
  divergence(x, y, gamma) {
    const solution = solve(features(x, y, gamma, 'halfSquaredEuclidean'), { gradient: true });
    return { value: solution.values[0], byCost: solution.gradient!.data };
  },
  sharp_divergence(x, y, gamma) {
    // <E, C>; its gradient is E + ∇²value·C.
    const direction = halfSquares(x, y);
    const request: SolveRequest = { softAlignment: true, hessianProduct: { along: 'cost', direction } };
    const solution = solve(features(x, y, gamma, 'halfSquaredEuclidean'), request);
    const E = solution.softAlignment!.data;
    return { value: dot(E, direction), byCost: Array.from(E, (value, i) => value + solution.hessianProduct!.data[i]) };
  },
  mean_cost_divergence(x, y) {
    // Costs of 0 weight all paths alike.
    const cost = { kind: 'dense', data: new Float64Array(x.length * y.length), shape: [x.length, y.length] } as const;
    const E = solve({ ...softDtw(), cost }, { softAlignment: true }).softAlignment!.data;
    return { value: dot(E, halfSquares(x, y)), byCost: E };
  },
};

describe('softDtw', () => {
  it('is frozen plain data', () => {
    const parameterization = softDtw({ temperature: 0.1 });
    expect(parameterization).toEqual({
      steps: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      minimum: 'softmin',
      temperature: 0.1,
    });
    expect([parameterization, parameterization.steps, parameterization.steps[0]].every(Object.isFrozen)).toBe(true);
    expect(structuredClone(parameterization)).toEqual(parameterization);
    expect(softDtw().temperature).toBe(1);
  });

  it('takes a temperature per item', () => {
    const data = Float64Array.of(1, 2, 3, 4, 1, 2, 3, 4);
    const { values } = solve({ ...softDtw({ temperature: [1, 0.01] }), cost: { kind: 'dense', data, shape: [2, 2, 2] } });
    expect(values[0]).toBeCloseTo(5 - Math.log(1 + Math.exp(-2) + Math.exp(-3)), 12);
    expect(values[1]).toBeCloseTo(5, 12);
  });

  it('refuses a misspelt option, and normaliseProblem a temperature of 0', () => {
    expect(() => softDtw({ temprature: 1 } as object)).toThrow(InvalidArgumentError);
    expect(() => softDtw(null as unknown as object)).toThrow('options is null; expected an object');
    const cost = { kind: 'dense', data: new Float64Array(1), shape: [1, 1] } as const;
    expect(() => normaliseProblem({ ...softDtw({ temperature: 0 }), cost })).toThrow(InvalidArgumentError);
  });

  it('sums all paths of single rows and columns: there is one', () => {
    const row = solve({ ...softDtw(), cost: { kind: 'dense', data: Float64Array.of(1, 2, 3), shape: [1, 3] } }, { gradient: true });
    expect(row.values[0]).toBeCloseTo(6, 12);
    expect(Array.from(row.gradient!.data)).toEqual([1, 1, 1]);
    const column = solve({ ...softDtw(), cost: { kind: 'dense', data: Float64Array.of(1, 2, 3), shape: [3, 1] } });
    expect(column.values[0]).toBeCloseTo(6, 12);
  });
});

describeShared('golden/sdtw.json', () => {
  const { cases } = readSharedJson('golden/sdtw.json') as GoldenFile<SoftDtwCase>;
  // meta.tolerances.float64: values rtol 1e-10, gradients atol 1e-8.
  const values = { rtol: 1e-10 };
  const derivatives = { atol: 1e-8 };

  it('has six cases', () => expect(cases.length).toBe(6));

  for (const golden of cases) {
    const { X, Y, gamma } = golden;
    it(`${golden.id}: squared Euclidean cost`, () => {
      const expected = golden.sqeuclidean;
      const solution = solve(features(X, Y, gamma, 'squaredEuclidean'), { softAlignment: true, gradient: true, inputGradient: true });
      expectClose('value', solution.values, [expected.value], values);
      expectClose('E', solution.softAlignment!.data, flat(expected.E), derivatives);
      expectClose('H', solution.gradient!.data, flat(expected.E), derivatives);
      expectClose('grad_X', gradients(solution).x, flat(expected.grad_X), derivatives);
      expectClose('grad_Y', gradients(solution).y, flat(expected.grad_Y), derivatives);
      const dense = { kind: 'dense', data: flat(expected.C), shape: [X.length, Y.length] } as const;
      expectClose('value of C', solve({ ...softDtw({ temperature: gamma }), cost: dense }).values, [expected.value], values);
    });

    it(`${golden.id}: half squared Euclidean cost`, () => {
      const expected = golden.half_sqeuclidean;
      const direction = flat(expected.Z);
      const solution = solve(features(X, Y, gamma, 'halfSquaredEuclidean'), {
        softAlignment: true,
        inputGradient: true,
        hessianProduct: { along: 'cost', direction },
      });
      const E = solution.softAlignment!.data;
      expectClose('value', solution.values, [expected.value], values);
      expectClose('E', E, flat(expected.E), derivatives);
      expectClose('grad_X', gradients(solution).x, flat(expected.grad_X), derivatives);
      expectClose('grad_Y', gradients(solution).y, flat(expected.grad_Y), derivatives);
      expectClose('directional derivative', [dot(E, direction)], [expected.directional_derivative], derivatives);
      expectClose('HZ', solution.hessianProduct!.data, flat(expected.HZ), { atol: 1e-8, rtol: 1e-7 });
      const sharp = functionals.sharp_divergence(X, Y, gamma);
      expectClose('sharp value', [sharp.value], [expected.sharp_value], values);
      expectClose('sharp grad_X', pullBack(X, Y, sharp.byCost).x, flat(expected.sharp_grad_X), derivatives);
      expectClose('sharp grad_Y', pullBack(X, Y, sharp.byCost).y, flat(expected.sharp_grad_Y), derivatives);
      expectClose('entropy', [(sharp.value - solution.values[0]) / gamma], [expected.entropy], { rtol: 1e-9 });
      expectClose('mean cost', [functionals.mean_cost_divergence(X, Y, gamma).value], [expected.mean_cost], values);
    });

    for (const [name, functional] of Object.entries(functionals)) {
      it(`${golden.id}: ${name}`, () => {
        const expected = golden.divergences[name as Divergence];
        const [both, ownX, ownY] = [functional(X, Y, gamma), functional(X, X, gamma), functional(Y, Y, gamma)];
        expectClose('value', [both.value - ownX.value / 2 - ownY.value / 2], [expected.value], { rtol: 1e-10, atol: 1e-10 });
        const [gradient, byX, byY] = [pullBack(X, Y, both.byCost), pullBack(X, X, ownX.byCost), pullBack(Y, Y, ownY.byCost)];
        // X stands on both sides of f(X, X).
        expectClose(
          'grad_X',
          gradient.x.map((g, i) => g - (byX.x[i] + byX.y[i]) / 2),
          flat(expected.grad_X),
          derivatives,
        );
        expectClose(
          'grad_Y',
          gradient.y.map((g, i) => g - (byY.x[i] + byY.y[i]) / 2),
          flat(expected.grad_Y),
          derivatives,
        );
      });
    }
  }
});
