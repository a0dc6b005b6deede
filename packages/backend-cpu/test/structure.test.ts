import { hardmin, minimumFunctions, softmin } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { analyse } from '../src/structure.ts';
import { noise } from './support/noise.ts';

type Problem = ReturnType<typeof noise>;

const structureOf = (problem: Problem) => analyse(problem, {}, minimumFunctions[problem.minimum]);

describe('analyse', () => {
  it('tells how far steps go back', () => {
    expect(
      structureOf(
        noise(5, 6, {
          steps: [
            [1, 0],
            [3, 2],
            [1, 4],
          ],
        }),
      ),
    ).toMatchObject({
      count: 3,
      rowsBack: Int32Array.of(1, 3, 1),
      columnsBack: Int32Array.of(0, 2, 4),
      reach: 3,
      pad: 4,
    });
  });

  it('cuts steps that are longer than the lattice, which cannot be taken', () => {
    const { rowsBack, columnsBack, reach, pad } = structureOf(
      noise(5, 6, {
        steps: [
          [2 ** 20, 1],
          [1, 2 ** 20],
        ],
      }),
    );
    expect([...rowsBack, ...columnsBack, reach, pad]).toEqual([5, 1, 1, 6, 5, 6]);
  });

  it('calls weights unit where every step that is not forbidden has weight 1', () => {
    const isUnit = (stepWeights: number | number[]): boolean => structureOf(noise(2, 2, { stepWeights })).unitWeights;
    expect([isUnit(1), isUnit([1, Infinity, 1]), isUnit(2), isUnit([1, 1, 0])]).toEqual([true, true, false, false]);
  });

  it('takes the fast kernels for softmin of two or three steps and hardmin of three, by identity', () => {
    const steps = [
      [1, 0],
      [0, 1],
      [1, 1],
      [2, 1],
    ] as const;
    const kernels = (count: number, minimum: typeof softmin, request = {}): boolean[] => {
      const { softKernels, hardKernels } = analyse(noise(3, 3, { steps: steps.slice(0, count) }), request, minimum);
      return [softKernels, hardKernels];
    };
    expect([1, 2, 3, 4].map((count) => kernels(count, softmin)[0])).toEqual([false, true, true, false]);
    expect([1, 2, 3, 4].map((count) => kernels(count, hardmin)[1])).toEqual([false, false, true, false]);
    expect(kernels(3, { ...softmin })).toEqual([false, false]);
    expect(kernels(3, softmin, { temperatureGradient: true })).toEqual([false, false]);
  });

  it('shares factors where softmin has kernels, and tells whether edge marginals are asked for', () => {
    const structures = [softmin, hardmin].map((minimum) => analyse(noise(2, 2), { marginals: [{ by: 'column' }] }, minimum));
    expect(structures.map(({ shared, asksForEdges }) => [shared?.kernels, asksForEdges])).toEqual([
      ['neighbours', true],
      [undefined, true],
    ]);
    expect(analyse(noise(2, 2), { gradient: true, temperatureGradient: true }, softmin)).toMatchObject({
      shared: undefined,
      asksForEdges: false,
    });
  });
});
