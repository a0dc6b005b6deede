import { computeLossSync, pathCost, pathCoverage, pathLikelihood } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { pathSupervisedLoss } from '../../src/index.ts';
import type { PathMeasure } from '../../src/index.ts';
import { expectSameAlone, expectSameAsAnalysis, lengths, paths, predictions, problemOf, targets } from '../support/analysis-pair.ts';
import { backends } from '../support/backends.ts';
import { expectClose } from '../support/expect-close.ts';
import { expectFiniteDifferences } from '../support/finite-differences.ts';
import { expectRefusal } from '../support/refusal.ts';
import { tf } from '../support/tf.ts';

const [, backend] = backends[0];
const none = { backend, paths, reduction: 'none', ...lengths } as const;
const measures = ['likelihood', 'coverage', 'cost', 'meanCost'] as const satisfies PathMeasure[];

const expectedOf = {
  likelihood: pathLikelihood,
  coverage: pathCoverage,
  cost: pathCost,
  meanCost: (problem: ReturnType<typeof problemOf>) => pathCost(problem, paths, { reduction: 'mean' }),
} as const;

describe.each(measures)('pathSupervisedLoss by %s', (measure) => {
  it('is the loss of @rubato/analysis, with its gradients times what comes from above', () => {
    const options = { ...none, measure, temperature: [0.2, 2] } as const;
    expectSameAsAnalysis((y, x) => pathSupervisedLoss(y, x, options), expectedOf[measure](problemOf([0.2, 2]), paths));
  });

  it('has the gradients that its values have, by both sequences', () => {
    const options = { ...none, measure, reduction: 'sum', temperature: 0.8 } as const;
    expectFiniteDifferences((x) => pathSupervisedLoss(targets, x, options), predictions);
    expectFiniteDifferences((y) => pathSupervisedLoss(y, predictions, options), targets);
  });

  it('has for an item in a batch what it has alone', () => {
    expectSameAlone((y, x, options, item) => {
      const known = item === undefined ? paths : [paths[item]];
      return pathSupervisedLoss(y, x, { backend, reduction: 'none', measure, paths: known, ...options });
    });
  });
});

describe('pathSupervisedLoss', () => {
  it('is the likelihood by default, and no difference of rounded costs', () => {
    // Costs of some 1e7 a path, which differ by hundreds: float32 would leave three digits.
    const far: Tensor = tf.add(predictions, 1e3);
    const shortest = [paths[0], Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3, 4, 3)];
    const { values } = computeLossSync(pathLikelihood(problemOf(1e3, far), shortest), { backend: openCpu() });
    const found = pathSupervisedLoss(targets, far, { ...none, paths: shortest, temperature: 1e3 }).dataSync();
    expectClose(found, values, { relative: 1e-6 });
    expect(Math.max(...values)).toBeLessThan(20);
  });

  it('computes the costs without a backend, and takes any path for them', () => {
    const idle = { ...backends[1][1], solveSync: () => expect.fail('nothing has to be solved'), supports: () => ({ supported: true }) };
    const jumps = [Int32Array.of(1, 0, 5, 2), Int32Array.of(4, 3)];
    const options = { ...none, backend: idle as never, paths: jumps, measure: 'cost' } as const;
    const [first, second] = pathSupervisedLoss(targets, predictions, options).dataSync();
    const x = predictions.arraySync();
    const y = targets.arraySync();
    const cost = (b: number, n: number, m: number) => x[b][n].reduce((sum, each, d) => sum + (each - y[b][m][d]) ** 2, 0);
    expect(first).toBeCloseTo(cost(0, 1, 0) + cost(0, 5, 2), 5);
    expect(second).toBeCloseTo(cost(1, 4, 3), 5);
  });

  it('by coverage is Infinity, or 0, with gradient 0 where nothing is covered', () => {
    const far: Tensor = tf.mul(predictions, 1e3);
    for (const zeroInfinity of [false, true]) {
      const options = { ...none, measure: 'coverage', temperature: 1e-3, paths: [Int32Array.of(1, 2), paths[1]], zeroInfinity } as const;
      const [value] = pathSupervisedLoss(targets, far, options).dataSync();
      expect(value).toBe(zeroInfinity ? 0 : Infinity);
      const gradient = tf
        .grad((x: Tensor) => tf.sum(tf.square(pathSupervisedLoss(targets, x, options))))(far)
        .dataSync();
      expect(gradient.subarray(0, 18)).toEqual(new Float32Array(18));
      expect(gradient.every(Number.isFinite)).toBe(true);
    }
  });

  it('refuses paths that are none', () => {
    const expectRefused = (options: object, refusal: Parameters<typeof expectRefusal>[1]) =>
      expectRefusal(() => pathSupervisedLoss(targets, predictions, { ...none, ...options }), refusal);
    expectRefused({ paths: undefined }, { argument: 'options.paths', found: 'undefined', expected: '2 paths, one for each item' });
    expectRefused({ paths: [paths[0]] }, { argument: 'options.paths' });
    expectRefused({ paths: [paths[0], [0, 0]] }, { argument: 'options.paths', index: [1] });
    expectRefused({ paths: [paths[0], Int32Array.of(0, 0, 5, 3)] }, { argument: 'options.paths', index: [1, 2], found: '5' });
    // A path must start at the first cell and take steps of soft-DTW only where its probability is asked for.
    expectRefused({ paths: [Int32Array.of(0, 1, 5, 2), paths[1]] }, { argument: 'options.paths', index: [0, 0] });
    expectRefused({ paths: [Int32Array.of(0, 0, 5, 2), paths[1]] }, { argument: 'options.paths', index: [0, 2] });
    expectRefused({ measure: 'distance' }, { argument: 'options.measure', expected: 'one of likelihood, coverage, cost, meanCost' });
    expectRefused({ measure: 'toString' }, { argument: 'options.measure' });
    expectRefused({ alpha: 1 }, { argument: 'options.alpha' });
    expectRefusal(() => pathSupervisedLoss(targets, predictions, undefined as never), { argument: 'options', found: 'undefined' });
  });
});
