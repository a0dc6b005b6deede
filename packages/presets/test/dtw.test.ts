import type { Parameterization, Step } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import { dtw, subsequence } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { expectClose } from './support/close.ts';
import { solve } from './support/reference.ts';
import type { GoldenArray, GoldenFile } from './support/shared.ts';
import { describeShared, flat, readSharedJson } from './support/shared.ts';

interface DtwCase {
  readonly id: string;
  readonly tag: string;
  readonly step_sizes: readonly Step[];
  readonly weights_add: readonly number[];
  readonly weights_mul: readonly number[];
  readonly subsequence: boolean;
  readonly C: readonly (readonly number[])[];
  readonly cost: GoldenArray;
  readonly D: GoldenArray;
  readonly path: readonly (readonly number[])[] | null;
  readonly infeasible: boolean;
  readonly H?: GoldenArray;
}

describe('dtw', () => {
  it('is frozen plain data, steps of the caller copied', () => {
    const steps: [number, number][] = [
      [1, 0],
      [1, 1],
    ];
    const parameterization = dtw({ steps });
    expect(parameterization).toEqual({
      steps: [
        [1, 0],
        [1, 1],
      ],
      minimum: 'hardmin',
    });
    steps[0][0] = 7;
    expect(parameterization.steps[0]).toEqual([1, 0]);
    expect(Object.isFrozen(parameterization.steps[0])).toBe(true);
    expect(dtw().steps).toEqual([
      [1, 1],
      [1, 0],
      [0, 1],
    ]);
  });

  it('takes the diagonal among equally good steps', () => {
    const cost = { kind: 'dense', data: new Float64Array(9), shape: [3, 3] } as const;
    const path = (base: Parameterization): number[] => Array.from(solve({ ...base, cost }, { path: true }).paths![0]);
    expect(path(dtw())).toEqual([0, 0, 1, 1, 2, 2]);
    expect(
      path(
        dtw({
          steps: [
            [1, 0],
            [0, 1],
            [1, 1],
          ],
        }),
      ),
    ).toEqual([0, 0, 0, 1, 0, 2, 1, 2, 2, 2]);
  });

  it('refuses steps that are no list of pairs', () => {
    expect(() => dtw({ steps: 'diagonal' as unknown as Step[] })).toThrow('steps is "diagonal"; expected a list of steps (i, j)');
    expect(() => dtw({ steps: [[1, 1], [1] as unknown as Step] })).toThrow('steps[1] is a list of 1; expected a pair (rows, columns)');
    expect(() => dtw({ steps: new Array<Step>(2) })).toThrow('steps[0] is undefined');
    expect(() => dtw({ step: [] } as object)).toThrow(InvalidArgumentError);
  });
});

describeShared('golden/hard_dtw.json', () => {
  const { cases } = readSharedJson('golden/hard_dtw.json') as GoldenFile<DtwCase>;

  it('has eighteen cases', () => expect(cases.length).toBe(18));

  for (const golden of cases) {
    it(`${golden.id}: ${golden.tag}`, () => {
      const base = { ...dtw({ steps: golden.step_sizes }), stepWeights: golden.weights_mul, stepPenalties: golden.weights_add };
      const cost = { kind: 'dense', data: flat(golden.C), shape: [golden.C.length, golden.C[0].length] } as const;
      const solution = solve(
        { ...(golden.subsequence ? subsequence(base) : base), cost },
        { gradient: true, accumulatedCost: true, path: true },
      );
      expectClose('cost', solution.values, flat(golden.cost), { atol: 1e-12 });
      expectClose('D', solution.accumulatedCost!.data, flat(golden.D), { atol: 1e-12 });
      expect(solution.status[0].kind).toBe(golden.infeasible ? 'infeasible' : 'solved');
      expect(Array.from(solution.paths![0])).toEqual((golden.path ?? []).flat());
      expect(Array.from(solution.pathCosts!)).toEqual(Array.from(solution.values));
      if (golden.H !== undefined) expectClose('H', solution.gradient!.data, flat(golden.H), { atol: 1e-12 });
      // The same with both sequences exchanged, looking within the rows.
      const swapped = { ...base, steps: golden.step_sizes.map(([i, j]): Step => [j, i]) };
      const data = flat(golden.C[0].map((_, m) => golden.C.map((row) => row[m])));
      const transposed = { kind: 'dense', data, shape: [golden.C[0].length, golden.C.length] } as const;
      const withinRows = golden.subsequence ? subsequence(swapped, { within: 'rows' }) : swapped;
      const other = solve({ ...withinRows, cost: transposed }, { path: true });
      expectClose('transposed cost', other.values, flat(golden.cost), { atol: 1e-12 });
      expect(Array.from(other.paths![0])).toEqual((golden.path ?? []).flatMap(([n, m]) => [m, n]));
    });
  }
});
