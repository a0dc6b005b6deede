import { openCpu } from '@rubato/backend-cpu';
import type { ModifiedTargets } from '@rubato/analysis';
import { modifiedTargets, rowNormalisedAlignment } from '@rubato/analysis';
import type { AlignmentProblem } from '@rubato/core';
import { normaliseProblem, openReference, toDense } from '@rubato/core';
import { ctc, softDtw, weightedSoftDtw } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../support/expect-close.ts';
import { featuresProblem } from '../support/random-features.ts';
import { expectRefusal } from '../support/refusal.ts';

const backend = openCpu();
const reference = openReference();

/** Σ_n h(n)·c(x_n, Y_mod_n) as an alignment that has no choice: the diagonal, each of whose cells costs h(n) times its own. */
function elementWise({ cost, rowLengths }: AlignmentProblem, { targets, weights }: ModifiedTargets): AlignmentProblem {
  if (cost.kind !== 'features') throw new Error('features only');
  const [batch, N] = weights.shape;
  const stepWeights = { data: weights.data, shape: [batch, N, 1, 1] } as const;
  const multiplier = { data: Float64Array.from({ length: batch }, (_, b) => weights.data[b * N]), shape: [batch, 1] } as const;
  const start = { set: 'corner', multiplier } as const;
  const diagonal = { ...cost, y: Float64Array.from(targets.data), shape: [batch, N, N] } as const;
  return normaliseProblem({ steps: [[1, 1]], stepWeights, start, cost: diagonal, rowLengths, columnLengths: rowLengths });
}

describe('modified targets', () => {
  it('make an element-wise loss with the gradient of the alignment loss: costs, presets, temperatures', () => {
    fc.assert(
      fc.property(featuresProblem, fc.constantFrom(1, 0.25), ({ what, input }, upstream) => {
        const problem = normaliseProblem(input);
        const up = Array.from({ length: problem.batch }, () => upstream);
        const solution = backend.solveSync(problem, { gradient: true, inputGradient: true, upstream: up });
        const modified = modifiedTargets(problem, solution);
        expect(modified.equivalence.kind).toBe('exact');
        const same = reference.solveSync(elementWise(problem, modified), { inputGradient: true });
        if (same.inputGradient?.kind !== 'features' || solution.inputGradient?.kind !== 'features') expect.fail('no gradient');
        expectClose(what, same.inputGradient.x, solution.inputGradient.x, 1e-9, 1e-9);
      }),
      { numRuns: 400 },
    );
  });

  it('do not where the gradient is not affine in y', () => {
    for (const name of ['euclidean', 'absolute', 'huber', 'cosine']) {
      const [x, y] = [Float64Array.of(0.2, 1, 2, -1, 0.5, 3), Float64Array.of(1, 0, -2, 4)];
      const cost = { kind: 'features', x, y, shape: [3, 2], dimension: 2, localCost: { name } } as const;
      const problem = normaliseProblem({ ...softDtw(), cost });
      const solution = backend.solveSync(problem, { gradient: true, inputGradient: true });
      const modified = modifiedTargets(problem, solution);
      expect(modified.equivalence.kind).toBe('none');
      const same = reference.solveSync(elementWise(problem, modified), { inputGradient: true });
      if (same.inputGradient?.kind !== 'features' || solution.inputGradient?.kind !== 'features') expect.fail('no gradient');
      const [expected, actual] = [solution.inputGradient.x, same.inputGradient.x];
      expect(Math.max(...Array.from(expected, (g, i) => Math.abs(g - actual[i])))).toBeGreaterThan(0.01);
    }
  });

  it('are means of the targets: between the least and the largest of them, to the last bit', () => {
    fc.assert(
      fc.property(featuresProblem, ({ input }) => {
        const problem = normaliseProblem(input);
        if (problem.cost.kind !== 'features' || !['binaryCrossEntropy', 'weightedSum'].includes(problem.cost.localCost.name)) return;
        const { targets } = modifiedTargets(problem, backend.solveSync(problem, { gradient: true }));
        for (const value of targets.data) expect(value >= 0 && value <= 1, String(value)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('of CTC: h = 1, and the gradient by logits is softmax minus the target', () => {
    const K = 4;
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 8 * K, maxLength: 8 * K }),
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }),
        (logits, labels) => {
          const probabilities = Float64Array.from(logits, (value, i) => {
            const row = logits.slice(i - (i % K), i - (i % K) + K);
            return Math.exp(value) / row.reduce((sum, z) => sum + Math.exp(z), 0);
          });
          const parameterization = ctc([labels]);
          const index = parameterization.columnClasses!;
          const values = probabilities.map((p) => -Math.log(p));
          const cost = { kind: 'gathered', values, shape: [1, 8, index.length], classes: K, index } as const;
          const problem = normaliseProblem({ ...parameterization, cost });
          const solution = backend.solveSync(problem, { gradient: true, inputGradient: true });
          const { targets, weights } = modifiedTargets(problem, solution);
          expectClose('h', weights.data, new Float64Array(8).fill(1), 1e-12);
          if (solution.inputGradient?.kind !== 'gathered') expect.fail('no gradient');
          // By -log p, then by the logits: Σ_k g_k·(p_j - [j = k]), written out.
          const byValues = solution.inputGradient.values;
          const byLogits = probabilities.map((p, i) => {
            const start = i - (i % K);
            return Array.from(byValues.subarray(start, start + K)).reduce((sum, g) => sum + g, 0) * p - byValues[i];
          });
          expectClose(
            'gradient by logits',
            probabilities.map((p, i) => p - targets.data[i]),
            byLogits,
            1e-12,
          );
        },
      ),
    );
  });

  it('tend to a hard alignment as γ → 0, and to the mean over all paths as γ → ∞', () => {
    const cost = { kind: 'dense', data: Float64Array.of(0, 1, 0.2, 0.4, 1, 0), shape: [3, 2] } as const;
    const targets = { data: [1, 0], shape: [2, 1] } as const;
    const at = (temperature: number) => {
      const problem = normaliseProblem({ ...softDtw({ temperature }), cost });
      return modifiedTargets(problem, backend.solveSync(problem, { gradient: true }), { targets }).targets.data;
    };
    expectClose('hard', at(1e-3), [1, 1, 0], 1e-12);
    // Five paths; in the first row one of two visits (0,1), in the last (2,0): counted by hand.
    expectClose('mean', at(1e9), [5 / 6, 1 / 2, 1 / 6], 1e-8);
  });

  it('have weights of 0 and rows of 0 where nothing is learned', () => {
    const cost = { kind: 'dense', data: new Float64Array(8).fill(Infinity), shape: [2, 2, 2] } as const;
    for (const item of [0, 1, 2]) cost.data[item] = 0;
    const problem = normaliseProblem({ ...softDtw(), cost, rowLengths: [2, 1], columnLengths: [1, 2] });
    const { targets, weights } = modifiedTargets(problem, backend.solveSync(problem, { gradient: true }), {
      targets: { data: [1, 2, NaN, NaN, 5, 6, 7, 8], shape: [2, 2, 2] },
    });
    expect(Array.from(weights.data)).toEqual([1, 1, 0, 0]);
    expect(Array.from(targets.data)).toEqual([1, 2, 1, 2, 0, 0, 0, 0]);
  });

  it('are the same within a band, whose array is packed', () => {
    const data = Float64Array.from({ length: 30 }, (_, i) => (i * 7) % 5);
    const input = { ...weightedSoftDtw({ horizontal: 0.5 }), cost: { kind: 'dense', data, shape: [6, 5] } } as const;
    const targets = { data: Float64Array.of(1, 2, 4, 8, 16), shape: [5, 1] } as const;
    const packed = normaliseProblem({ ...input, band: { kind: 'sakoeChiba', radius: 1 } });
    const full = normaliseProblem({ ...input, cost: { ...input.cost, data: data.map((c, i) => (inBand(packed, i) ? c : Infinity)) } });
    const [a, b] = [packed, full].map((problem) => modifiedTargets(problem, backend.solveSync(problem, { gradient: true }), { targets }));
    expect(backend.solveSync(packed, { gradient: true }).gradient!.band).toBeDefined();
    expectClose('targets', a.targets.data, b.targets.data, 1e-12);
    expectClose('weights', a.weights.data, b.weights.data, 1e-12);
  });

  it('need no more cells than the gradient has', () => {
    const N = 400;
    const data = Float64Array.from({ length: N * N }, (_, i) => (i * 7) % 5);
    const cost = { kind: 'dense', data, shape: [N, N] } as const;
    const problem = normaliseProblem({ ...softDtw(), cost, band: { kind: 'sakoeChiba', radius: 3 } });
    const solution = backend.solveSync(problem, { gradient: true });
    const { rowSums, weights } = rowNormalisedAlignment(problem, solution);
    expect(weights.data.length).toBe(solution.gradient!.data.length);
    expect(weights.data.length).toBeLessThan(8 * N);
    const dense = toDense(weights);
    const expected = toDense(solution.gradient!).map((value, i) => value / rowSums.data[Math.floor(i / N)]);
    expectClose('weights', dense, expected, 1e-14);
  });

  it('keep their digits where the gradient has few', () => {
    const problem = normaliseProblem({ ...softDtw(), cost: { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } });
    const solution = backend.solveSync(problem, { gradient: true, upstream: [1e-307] });
    expectClose('weights', rowNormalisedAlignment(problem, solution).weights.data, [0.75, 0.25, 0.25, 0.75], 1e-12);
  });
});

function inBand({ band, columns }: AlignmentProblem, cell: number): boolean {
  const n = Math.floor(cell / columns);
  return cell % columns >= band!.first[n] && cell % columns <= band!.last[n];
}

describe('refusals', () => {
  const cost = { kind: 'dense', data: Float64Array.of(0, 9, 9, 0), shape: [2, 2] } as const;
  const problem = normaliseProblem({ ...softDtw(), cost });
  const solution = backend.solveSync(problem, { gradient: true });
  const targets = { data: [0, 1], shape: [2, 1] } as const;

  it('say which request field to add', () => {
    const without = backend.solveSync(problem, { softAlignment: true });
    expectRefusal(() => modifiedTargets(problem, without, { targets }), {
      argument: 'solution.gradient',
      found: 'absent',
      expected: /gradient: true/,
    });
    expectRefusal(() => rowNormalisedAlignment(problem, undefined as never), { argument: 'solution' });
    expectRefusal(() => rowNormalisedAlignment(null as never, solution), { argument: 'problem' });
  });

  it('say that targets are needed, and of which shape', () => {
    expectRefusal(() => modifiedTargets(problem, solution), { argument: 'options.targets', expected: /dense cost/ });
    const given = (data: unknown, shape: unknown) => () => modifiedTargets(problem, solution, { targets: { data, shape } as never });
    expectRefusal(given([0, 1, 2], [3, 1]), { argument: 'options.targets.shape', expected: '[2, D] or [1, 2, D]' });
    expectRefusal(given([0, 1], [2, 0]), { argument: 'options.targets.shape' });
    expectRefusal(given([0, 1], 2), { argument: 'options.targets.shape' });
    expectRefusal(given([0], [2, 1]), { argument: 'options.targets.data', expected: /^2 numbers/ });
    expectRefusal(given([0, NaN], [2, 1]), { argument: 'options.targets.data', index: [1, 0], found: 'NaN' });
    expectRefusal(given([0, Infinity], [1, 2, 1]), { argument: 'options.targets.data', index: [0, 1, 0] });
    expectRefusal(() => modifiedTargets(problem, solution, { target: targets } as never), { argument: 'options.target' });
    expectRefusal(() => modifiedTargets(problem, solution, { targets: null as never }), { argument: 'options.targets' });
  });

  it('name the cell of a gradient that is no alignment', () => {
    const withData = (data: Float64Array) => ({ ...solution, gradient: { ...solution.gradient!, data } });
    expectRefusal(() => rowNormalisedAlignment(problem, withData(Float64Array.of(1, 0, NaN, 1))), {
      argument: 'solution.gradient',
      index: [0, 1, 0],
      found: 'NaN',
    });
    expectRefusal(() => rowNormalisedAlignment(problem, withData(Float64Array.of(1, -0.1, 0, 1))), {
      argument: 'solution.gradient',
      index: [0, 0, 1],
      expected: /smoothmin/,
    });
    const other = normaliseProblem({ ...softDtw(), cost: { kind: 'dense', data: new Float64Array(6), shape: [3, 2] } });
    expectRefusal(() => rowNormalisedAlignment(other, solution), { argument: 'solution.gradient', expected: /\[1, 3, 2\]/ });
  });
});
