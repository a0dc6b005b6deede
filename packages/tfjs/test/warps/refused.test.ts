import { InvalidArgumentError } from '@rubato/core';
import { InfeasibleWarpError } from '@rubato/gdtw';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { TensorWarpOptions } from '../../src/index.ts';
import { decDtw, decDtwAsync, gdtwLoss, InfeasibleItemError } from '../../src/index.ts';
import type { Refusal } from '../support/refusal.ts';
import { expectRefusal } from '../support/refusal.ts';
import { tf } from '../support/tf.ts';

const x = tf.tensor3d([0, 1, 2, 3, 4, 0, 1, 2, 3, 4], [2, 5, 1]);
const y = tf.tensor3d([0, 1, 3, 4, 0, 2, 2, 4], [2, 4, 1]);

/** A copy with a number in one place. */
function withNumber(tensor: Tensor, place: number, value: number): Tensor {
  const numbers = Float32Array.from(tensor.dataSync());
  numbers[place] = value;
  return tf.tensor(numbers, tensor.shape);
}

describe.each([
  ['decDtw', decDtw as (a: Tensor, b: Tensor, options: TensorWarpOptions) => Tensor],
  ['gdtwLoss', gdtwLoss],
] as const)('%s', (_, operation) => {
  const expectRefused = (options: object, refusal: Refusal, a: unknown = x, b: unknown = y): void => {
    const before = tf.memory().numTensors;
    expectRefusal(() => operation(a as Tensor, b as Tensor, { lambda: 1, ...options }), refusal);
    expect(tf.memory().numTensors).toBe(before);
  };

  it('refuses what is no pair of sequences', () => {
    expectRefused({}, { argument: 'x', expected: /\[B, n, d\]/ }, [1, 2]);
    expectRefused({}, { argument: 'x' }, tf.ones([2, 5]));
    expectRefused({}, { argument: 'x' }, tf.ones([2, 5, 1], 'int32'));
    expectRefused({}, { argument: 'y', expected: /\[2, m, 1\]/ }, x, tf.ones([3, 4, 1]));
    expectRefused({}, { argument: 'y', expected: /\[2, m, 1\]/ }, x, tf.ones([2, 4, 2]));
    expectRefused({}, { argument: 'x', expected: /n at least 2/ }, tf.ones([2, 1, 1]));
    expectRefused({}, { argument: 'y', expected: /m at least 2/ }, x, tf.ones([2, 1, 1]));
    const disposed = tf.ones([2, 4, 1]);
    disposed.dispose();
    expectRefused({}, { argument: 'y', found: 'a disposed tensor [2, 4, 1] of float32' }, x, disposed);
  });

  it('names the first number that is none, but not in the padding', () => {
    expectRefused({}, { argument: 'x', index: [1, 2, 0], found: 'NaN' }, withNumber(x, 7, NaN));
    expectRefused({}, { argument: 'y', index: [0, 3, 0], found: 'Infinity' }, x, withNumber(y, 3, Infinity));
    expect(operation(withNumber(x, 9, NaN), withNumber(y, 3, NaN), { lambda: 1, xLengths: [5, 4], yLengths: [3, 4] }).shape[0]).not.toBe(0);
  });

  it('names lengths that do not fit', () => {
    expectRefused({ xLengths: [5, 6] }, { argument: 'options.xLengths', index: [1], found: '6' });
    expectRefused({ yLengths: tf.tensor1d([1, 4], 'int32') }, { argument: 'options.yLengths', index: [0], found: '1' });
    expectRefused({ yLengths: [4] }, { argument: 'options.yLengths' });
  });

  it('names times, λ and bounds by place', () => {
    expectRefused({ xTimes: [0, 1, 1, 2, 3] }, { argument: 'options.xTimes', index: [2], found: '1' });
    expectRefused({ yTimes: tf.tensor2d([[0, 1, 2, 3], [0, 1, 2, NaN]]) }, { argument: 'options.yTimes', index: [1, 3], found: 'NaN' }); // prettier-ignore
    expectRefused({ xTimes: [0, 1, 2] }, { argument: 'options.xTimes', expected: 'a number, [5], or [2, 5]' });
    expectRefused({ xTimes: [[0, 1, 2, 3, 4], [0, 1, 2]] }, { argument: 'options.xTimes', index: [1], found: 'a list of 3' }); // prettier-ignore
    expectRefused({ xTimes: [[0, 1, 2, 3, 4], [0, 1, '2', 3, 4]] }, { argument: 'options.xTimes', index: [1, 2], found: '"2"' }); // prettier-ignore
    expectRefused({ lambda: undefined }, { argument: 'options.lambda' });
    expectRefused({ lambda: -1 }, { argument: 'options.lambda', found: '-1' });
    expectRefused({ lambda: 'much' }, { argument: 'options.lambda' });
    expectRefused({ lambda: tf.tensor2d([[1], [NaN]]) }, { argument: 'options.lambda', index: [1, 0], found: 'NaN' });
    expectRefused({ lambda: [1, 2, NaN] }, { argument: 'options.lambda', index: [2], found: 'NaN' });
    expectRefused({ lambda: tf.ones([4]) }, { argument: 'options.lambda', expected: 'a number, [3], or [2, 3]' });
    expectRefused({ slopes: { lower: [0, -1, 0] } }, { argument: 'options.slopes.lower', index: [1] });
    expectRefused({ slopes: { least: 1 } }, { argument: 'options.slopes.least' });
    expectRefused({ slopes: 2 }, { argument: 'options.slopes' });
    expectRefused({ expectedSlope: tf.tensor1d([1, NaN]) }, { argument: 'options.expectedSlope', index: [1], found: 'NaN' });
    expectRefused({ band: { kind: 'sakoe-chiba', radius: -1 } }, { argument: 'options.band.radius', found: '-1' });
    expectRefused({ band: { kind: 'ratanamahatana-keogh', radii: [1, 1, 1, NaN] } }, { argument: 'options.band.radii', index: [3] });
    expectRefused({ band: { kind: 'ranges', lower: [0, 0, 0, 0] } }, { argument: 'options.band.upper' });
    expectRefused({ band: { kind: 'itakura' } }, { argument: 'options.band.kind' });
  });

  it('names options that are none', () => {
    expectRefused({ gamma: 1 }, { argument: 'options.gamma' });
    expectRefused({ knots: 1 }, { argument: 'options.knots', found: '1' });
    expectRefused({ subsequence: 'yes' }, { argument: 'options.subsequence' });
    expectRefused({ signalLoss: 'cubed' }, { argument: 'options.signalLoss', found: '"cubed"' });
    expectRefused({ interpolation: 'spline' }, { argument: 'options.interpolation' });
    expectRefused({ solver: { gridSize: 1 } }, { argument: 'options.solver.gridSize', found: '1' });
    expectRefused({ solver: { grid: 1 } }, { argument: 'options.solver.grid' });
    expectRefused({ solver: { polish: false } }, { argument: 'options.solver.polish' });
    expectRefused({ onSolutions: 1 }, { argument: 'options.onSolutions' });
    expectRefusal(() => operation(x, y, undefined as never), { argument: 'options', found: 'undefined' });
  });

  it('says which item has no warp, and where, before anything is solved', () => {
    let solved = 0;
    const band = { kind: 'ranges', lower: tf.tensor2d([[0, 0, 0, 0], [0, 3, 0, 0]]), upper: [[4, 4, 4, 4], [4, 4, 2, 4]] } as const; // prettier-ignore
    let error: unknown;
    try {
      operation(x, y, { lambda: 1, band, onSolutions: () => solved++ });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InfeasibleItemError);
    expect(error).toBeInstanceOf(InfeasibleWarpError);
    expect(error).toMatchObject({ item: 1, knot: 2, constraint: 'band', code: 'infeasible-warp' });
    expect((error as Error).message).toContain('item 1: knot 2 (band)');
    expect(solved).toBe(0);
  });

  it('refuses a gradient from above that is no number', () => {
    const gradient = tf.grad((each: Tensor) => tf.sum(tf.mul(operation(each, y, { lambda: 1 }), NaN)));
    expect(() => gradient(x)).toThrow(InvalidArgumentError);
    expect(() => gradient(x)).toThrow('upstream gradient[0');
  });
});

it('gdtwLoss refuses a discrepancy that float32 cannot hold, by item', () => {
  const [large, small] = [tf.mul(x, tf.tensor3d([1, 1e25], [2, 1, 1])), tf.zeros([2, 4, 1])];
  for (const reduction of ['none', 'mean', 'sum', 'meanByTargetLength'] as const) {
    expectRefusal(() => gdtwLoss(large, small, { lambda: 1, reduction }), {
      argument: 'x',
      index: [1],
      found: /^of discrepancy \d[.\d]*e\+5\d$/,
      expected: 'one that float32 can hold, below 3.4e38',
    });
  }
  expect(gdtwLoss(tf.mul(x, 1e15), small, { lambda: 1 }).dataSync()[0]).toBeGreaterThan(1e30);
});

it('decDtw refuses times that warps in float32 cannot have, before anything is solved', async () => {
  const [small, large] = [1, 1e38].map((unit) => [-2, 0, 1, 2, 4].map((time) => time * unit)); // prettier-ignore
  const refusal = { argument: 'options.xTimes', index: [1, 4], found: 'of time 4e+38' };
  let solved = 0;
  const options = { lambda: 1, xTimes: [small, large], onSolutions: () => solved++ };
  expectRefusal(() => decDtw(x, y, options), refusal);
  await expect(decDtwAsync(x, y, options)).rejects.toMatchObject(refusal);
  expect(solved).toBe(0);
  // Their discrepancy is no time.
  gdtwLoss(x, y, { ...options, lambda: 0, yTimes: [0, 1, 2, 3] });
  expect(solved).toBe(1);
});

it('gradients that float32 cannot hold are refused, by input and number', () => {
  const lambda = tf.scalar(1);
  const factor = tf.tensor1d([1, 1e30]);
  const loss = (a: Tensor, b: Tensor, c: Tensor): Tensor => tf.sum(tf.mul(gdtwLoss(a, b, { lambda: c, reduction: 'none' }), factor));
  const byAll = (scale: number): Tensor[] => tf.grads(loss)([tf.mul(x, scale), tf.zeros([2, 4, 1]), lambda]);
  expect(byAll(1).every((gradient) => gradient.dataSync().every(Number.isFinite))).toBe(true);
  expectRefusal(() => byAll(1e15), { argument: 'x', index: [1, 4, 0], found: /^of gradient \d[.\d]*e\+4\d$/ });
  // The penalty at a slope that is far from the expected one.
  const penalised = (c: Tensor): Tensor => tf.mul(gdtwLoss(x, y, { lambda: c, expectedSlope: 1e19, reduction: 'sum' }), 1e10);
  expectRefusal(() => tf.grad(penalised)(tf.scalar(1e-10)), { argument: 'options.lambda', found: /^of gradient \d/ });
});
