import { openCpu } from '@rubato/backend-cpu';
import { modifiedTargets, rowNormalisedAlignment } from '@rubato/analysis';
import type { Step } from '@rubato/core';
import { normaliseProblem, openReference } from '@rubato/core';
import { expect, it } from 'vitest';
import { expectClose } from '../support/expect-close.ts';
import { describeShared, readSharedJson } from '../support/shared.ts';

interface Case {
  readonly id: string;
  readonly tag: string;
  readonly cost_function: 'MSE' | 'BCE';
  readonly gamma: number;
  readonly step_sizes: readonly Step[];
  readonly step_weights: readonly number[];
  readonly X: readonly (readonly number[])[];
  readonly Y: readonly (readonly number[])[];
  readonly H: readonly (readonly number[])[];
  readonly h: readonly number[];
  readonly H_row_normalised: readonly (readonly number[])[];
  readonly Y_mod: readonly (readonly number[])[];
  readonly grad_X: readonly (readonly number[])[];
}

const localCosts = { MSE: 'halfSquaredEuclidean', BCE: 'binaryCrossEntropy' } as const;

describeShared('golden/modified_targets.json', () => {
  const { cases } = readSharedJson('golden/modified_targets.json') as { readonly cases: readonly Case[] };

  it('has seven cases', () => expect(cases.length).toBe(7));

  for (const golden of cases) {
    for (const backend of [openReference(), openCpu()]) {
      it(`${golden.id}, ${golden.tag}, on ${backend.name}`, () => {
        const { X, Y, step_sizes: steps, step_weights: stepWeights, gamma: temperature } = golden;
        const D = X[0].length;
        const localCost = { name: localCosts[golden.cost_function] };
        const [x, y] = [X, Y].map((rows) => Float64Array.from(rows.flat()));
        const cost = { kind: 'features', x, y, shape: [X.length, Y.length], dimension: D, localCost } as const;
        const problem = normaliseProblem({ cost, steps, stepWeights, temperature });
        const solution = backend.solveSync(problem, { gradient: true });
        const { rowSums, weights } = rowNormalisedAlignment(problem, solution);
        expectClose('h', rowSums.data, golden.h, 1e-9);
        expectClose('H row-normalised', weights.data, golden.H_row_normalised.flat(), 1e-9);
        const modified = modifiedTargets(problem, solution);
        expect(modified.equivalence.kind).toBe('exact');
        expect(modified.targets.shape).toEqual([1, X.length, D]);
        expectClose('h', modified.weights.data, golden.h, 1e-9);
        expectClose('Y_mod', modified.targets.data, golden.Y_mod.flat(), 1e-9);
        // Equations (14) and (17), written out.
        const gradient = Array.from(x, (value, i) => {
          const [h, target] = [modified.weights.data[Math.floor(i / D)], modified.targets.data[i]];
          return golden.cost_function === 'MSE' ? h * (value - target) : h * (-target / value + (1 - target) / (1 - value));
        });
        expectClose('gradient', gradient, golden.grad_X.flat(), 1e-9, 1e-9);
      });
    }

    it(`${golden.id}, ${golden.tag}, in float32`, () => {
      const { X, Y, step_sizes: steps, step_weights: stepWeights, gamma: temperature } = golden;
      const localCost = { name: localCosts[golden.cost_function] };
      const [x, y] = [X, Y].map((rows) => Float32Array.from(rows.flat()));
      const cost = { kind: 'features', x, y, shape: [X.length, Y.length], dimension: X[0].length, localCost } as const;
      const problem = normaliseProblem({ cost, steps, stepWeights, temperature });
      const solution = openCpu().solveSync(problem, { gradient: true });
      expect(solution.gradient!.data).toBeInstanceOf(Float32Array);
      const modified = modifiedTargets(problem, solution);
      expectClose('h', modified.weights.data, golden.h, 1e-4);
      expectClose('Y_mod', modified.targets.data, golden.Y_mod.flat(), 1e-4);
    });
  }
});
