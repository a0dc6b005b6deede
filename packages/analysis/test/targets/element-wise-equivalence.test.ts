import { elementWiseEquivalence, modifiedTargets } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import { normaliseProblem, toDense } from '@rubato/core';
import { localCosts } from '@rubato/costs';
import { softDtw } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../support/expect-close.ts';
import { expectRefusal } from '../support/refusal.ts';

describe('elementWiseEquivalence', () => {
  it('knows every local cost of the library, and gives its reason', () => {
    const kinds = Object.keys(localCosts)
      .filter((name) => name !== 'weightedSum')
      .map((name) => [name, elementWiseEquivalence({ name }).kind]);
    expect(kinds.length).toBeGreaterThanOrEqual(10);
    expect(kinds.filter(([, kind]) => kind === 'unknown')).toEqual([]);
    for (const [name] of kinds) expect(elementWiseEquivalence({ name }).reason).not.toBe('');
    // What objects have of themselves is no cost.
    expect(elementWiseEquivalence({ name: 'toString' }).kind).toBe('unknown');
  });

  it('of a weighted sum is that of its terms, but for those of weight 0', () => {
    const sum = (...names: readonly (readonly [string, number])[]) =>
      elementWiseEquivalence({ name: 'weightedSum', terms: names.map(([name, weight]) => ({ cost: { name }, weight })) });
    expect(sum(['halfSquaredEuclidean', 1], ['binaryCrossEntropy', 2]).kind).toBe('exact');
    expect(sum(['halfSquaredEuclidean', 1], ['absolute', 2])).toMatchObject({
      kind: 'none',
      reason: expect.stringMatching(/absolute/) as string,
    });
    expect(sum(['halfSquaredEuclidean', 1], ['absolute', 0]).kind).toBe('exact');
    expect(sum(['mine', 1]).kind).toBe('unknown');
    const uniform = { name: 'negativeLogLikelihood', parameters: { rests: 'uniform' } };
    expect(elementWiseEquivalence(uniform).kind).toBe('exact');
    expect(elementWiseEquivalence({ name: 'weightedSum', terms: [{ cost: uniform, weight: 1 }] }).kind).toBe('none');
  });

  it('multi-label CTC: in numbers, the outputs of a frame have weights of their own, and Y_mod is no target of it', () => {
    const [N, M, D] = [5, 3, 3];
    const logits = Float64Array.from({ length: N * D }, (_, i) => 2 * Math.sin(1.3 * i));
    // Blank, labels {1, 2}, blank.
    const y = Float64Array.of(1, 0, 0, 0, 1, 1, 1, 0, 0);
    const localCost = { name: 'multiLabelCtc', parameters: { input: 'logits' } };
    const cost = { kind: 'features', x: logits, y, shape: [N, M], dimension: D, localCost } as const;
    const problem = normaliseProblem({ ...softDtw(), cost });
    const solution = openCpu().solveSync(problem, { gradient: true, inputGradient: true });
    const { targets, weights, equivalence } = modifiedTargets(problem, solution);
    expect(equivalence.kind).toBe('none');
    if (solution.inputGradient?.kind !== 'features') expect.fail('no gradient');
    const gradient = solution.inputGradient.x;
    const H = toDense(solution.gradient!);
    const sigmoid = Array.from(logits, (z) => 1 / (1 + Math.exp(-z)));
    // One weight a frame, as of binary cross-entropy with Y_mod: right at the blank, wrong at every label.
    const alike = sigmoid.map((p, i) => weights.data[Math.floor(i / D)] * (p - targets.data[i]));
    // Labels are trained in the columns of labels alone: weights by output, and targets divided by them.
    const own = sigmoid.map((p, i) => {
      const n = Math.floor(i / D);
      const weight = i % D === 0 ? weights.data[n] : H[n * M + 1];
      return weight * p - weights.data[n] * targets.data[i];
    });
    expectClose('with weights by output', own, gradient, 1e-12);
    for (let i = 0; i < N * D; i++) {
      const apart = Math.abs(alike[i] - gradient[i]);
      if (i % D === 0) expect(apart, `blank of frame ${i / D}`).toBeLessThan(1e-12);
      else expect(apart, `output ${i % D} of frame ${Math.floor(i / D)}`).toBeGreaterThan(1e-3);
    }
    // Nor can Y_mod be a target of the cost itself: its column is neither blank nor label.
    const mixed = { ...cost, y: Float64Array.from(targets.data), shape: [N, N] } as const;
    expectRefusal(() => normaliseProblem({ ...softDtw(), cost: mixed }), {
      argument: 'cost.y',
      index: [0, 0],
      expected: /must be 0 or 1/,
    });
  });
});
