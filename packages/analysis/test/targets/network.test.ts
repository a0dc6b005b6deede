import { modifiedTargets } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import { createRandom, normaliseProblem } from '@rubato/core';
import type { AlignmentProblem } from '@rubato/core';
import { weightedSoftDtw } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../support/expect-close.ts';

const backend = openCpu();
const [FRAMES, TARGETS, INPUTS, HIDDEN, OUTPUTS] = [9, 4, 3, 4, 2];
const LAYERS = [HIDDEN * (INPUTS + 1), OUTPUTS * (HIDDEN + 1)];

/** W·u + b of a layer, whose weights stand row by row with the bias behind. */
function dense(weights: readonly number[], input: readonly number[], outputs: number): number[] {
  const stride = input.length + 1;
  return Array.from({ length: outputs }, (_, o) =>
    input.reduce((sum, value, i) => sum + weights[o * stride + i] * value, weights[o * stride + input.length]),
  );
}

/** Two layers, tanh between them, frame by frame: x_n = f(W₂·tanh(W₁·u_n + b₁) + b₂). */
function network(weights: readonly number[], inputs: readonly (readonly number[])[], last: (z: number) => number): number[][] {
  const [first, second] = [weights.slice(0, LAYERS[0]), weights.slice(LAYERS[0])];
  return inputs.map((input) => dense(second, dense(first, input, HIDDEN).map(Math.tanh), OUTPUTS).map(last));
}

interface Kind {
  readonly name: string;
  readonly last: (z: number) => number;
  /** c(x, y) of one number, written out. */
  readonly cost: (x: number, y: number) => number;
}

const KINDS: readonly Kind[] = [
  { name: 'halfSquaredEuclidean', last: (z) => z, cost: (x, y) => (x - y) ** 2 / 2 },
  {
    name: 'binaryCrossEntropy',
    last: (z) => 1 / (1 + Math.exp(-z)),
    cost: (x, y) => -y * Math.log(x) - (1 - y) * Math.log(1 - x),
  },
];

/** Central differences of a loss by every weight: nobody's gradient is taken for granted. */
function slopes(loss: (weights: readonly number[]) => number, weights: readonly number[]): number[] {
  const h = 1e-5;
  return weights.map((weight, k) => (loss(weights.with(k, weight + h)) - loss(weights.with(k, weight - h))) / (2 * h));
}

describe.each(KINDS)('a network of two layers, $name', ({ name, last, cost }) => {
  const random = createRandom(7);
  const list = (length: number, scale: number): number[] => Array.from({ length }, () => scale * (2 * random() - 1));
  const inputs = Array.from({ length: FRAMES }, () => list(INPUTS, 1));
  const weights = list(LAYERS[0] + LAYERS[1], 1.5);
  const y = Float64Array.from(list(TARGETS * OUTPUTS, 1), (value) => Number(value > 0));

  const problemOf = (given: readonly number[], temperature: number): AlignmentProblem => {
    const x = Float64Array.from(network(given, inputs, last).flat());
    const features = { kind: 'features', x, y, shape: [FRAMES, TARGETS], dimension: OUTPUTS, localCost: { name } } as const;
    return normaliseProblem({ ...weightedSoftDtw({ horizontal: 0.6, diagonal: 1.5, temperature }), cost: features });
  };

  it.each([0.1, 1, 10])('is trained by the alignment as by modified targets, γ = %d', (temperature) => {
    const alignmentLoss = (given: readonly number[]): number => backend.solveSync(problemOf(given, temperature), {}).values[0];
    const problem = problemOf(weights, temperature);
    const { targets, weights: h } = modifiedTargets(problem, backend.solveSync(problem, { gradient: true }));
    const elementWiseLoss = (given: readonly number[]): number =>
      network(given, inputs, last).reduce(
        (sum, row, n) => sum + h.data[n] * row.reduce((costs, x, d) => costs + cost(x, targets.data[n * OUTPUTS + d]), 0),
        0,
      );
    const byAlignment = slopes(alignmentLoss, weights);
    expectClose('the gradient by the weights', slopes(elementWiseLoss, weights), byAlignment, 1e-7, 1e-6);
    // It is no law about zeros, nor about one loss written in two ways.
    expect(byAlignment.filter((slope) => Math.abs(slope) > 0.01).length).toBeGreaterThan(weights.length / 2);
    expect(Math.abs(elementWiseLoss(weights) - alignmentLoss(weights))).toBeGreaterThan(0.01);
    // Without h(n) it is another gradient.
    const unweighted = (given: readonly number[]): number =>
      network(given, inputs, last).reduce(
        (sum, row, n) => sum + row.reduce((costs, x, d) => costs + cost(x, targets.data[n * OUTPUTS + d]), 0),
        0,
      );
    const apart = slopes(unweighted, weights).map((slope, k) => Math.abs(slope - byAlignment[k]));
    expect(Math.max(...apart)).toBeGreaterThan(0.01);
  });
});
