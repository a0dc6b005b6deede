import type { WarpGradient, WarpSolution } from '@rubato/gdtw';
import { createSignal, createWarpProblem, discrepancyGradient, solveWarp, warpGradient } from '@rubato/gdtw';
import { createRandom } from '@rubato/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { TensorWarpOptions } from '../../src/index.ts';
import { decDtw, gdtwLoss } from '../../src/index.ts';
import { expectClose } from '../support/expect-close.ts';
import { tf } from '../support/tf.ts';
import { batch, cases, channels, m, n, x, xLengths, y, yLengths } from '../support/warp-batch.ts';

const lengths = { xLengths, yLengths };
const names = Object.keys(cases);

/** One number per knot, by a seed: the gradient of a loss by the warps. */
function upstreamOf(width: number): Tensor {
  const random = createRandom(3);
  return tf.tensor2d(Float32Array.from({ length: batch * width }, () => 2 * random() - 1), [batch, width]); // prettier-ignore
}

/** An item of a batch, padding cut off. */
const itemOf = (tensor: Tensor, b: number, length: number): Tensor => tf.slice(tensor, [b, 0, 0], [1, length, channels]);

describe('decDtw', () => {
  it('answers the warps and gradients of @rubato/gdtw, item by item', () => {
    const times = { x: [0, 1, 1.5, 3, 4, 5, 6, 7.25, 9], y: [0, 0.5, 1, 2, 3, 4, 5] };
    const options = { ...lengths, lambda: tf.tensor1d([0.5, 0.25, 0.125, 0.25, 0.5, 0.25]), xTimes: tf.tensor1d(times.x), yTimes: times.y };
    const upstream = upstreamOf(m);
    const warps = decDtw(x, y, options);
    expect(warps.shape).toEqual([batch, m]);
    const [byX, byY, byLambda, byXTimes] = tf.grads((a: Tensor, b: Tensor, lambda: Tensor, xTimes: Tensor) =>
      tf.sum(tf.mul(decDtw(a, b, { ...options, lambda, xTimes }), upstream)),
    )([x, y, options.lambda, options.xTimes]);

    const expected = { lambda: new Float64Array(m - 1), xTimes: new Float64Array(n) };
    for (let b = 0; b < batch; b++) {
      const signal = (tensor: Tensor, length: number, axis: readonly number[]) =>
        createSignal(itemOf(tensor, b, length).dataSync(), { channels, times: axis.slice(0, length) });
      const lambda = Array.from(options.lambda.dataSync()).slice(0, yLengths[b] - 1);
      const problem = createWarpProblem({ x: signal(x, xLengths[b], times.x), y: signal(y, yLengths[b], times.y), lambda });
      const { warp } = solveWarp(problem);
      const row = Array.from(upstream.dataSync().subarray(b * m, b * m + yLengths[b]));
      const gradient = warpGradient(problem, warp, row);
      const padded = (numbers: Float64Array, width: number): Float32Array => {
        const all = new Float32Array(width);
        all.set(numbers);
        return all;
      };
      expect(warps.dataSync().subarray(b * m, (b + 1) * m)).toEqual(padded(warp, m));
      expect(byX.dataSync().subarray(b * n * channels, (b + 1) * n * channels)).toEqual(padded(gradient.x, n * channels));
      expect(byY.dataSync().subarray(b * m * channels, (b + 1) * m * channels)).toEqual(padded(gradient.y, m * channels));
      gradient.lambda.forEach((value, j) => (expected.lambda[j] += value));
      gradient.xTimes.forEach((value, k) => (expected.xTimes[k] += value));
    }
    expect(byLambda.dataSync()).toEqual(Float32Array.from(expected.lambda));
    expect(byXTimes.dataSync()).toEqual(Float32Array.from(expected.xTimes));
    expect(Math.max(...byX.dataSync())).toBeGreaterThan(0.01);
  });

  it('is solved once, where gradients are asked too, and says so', () => {
    const calls: (readonly WarpSolution[])[] = [];
    const reports: (readonly number[])[] = [];
    const options: TensorWarpOptions = {
      ...lengths,
      lambda: 0.1,
      onSolutions: (solutions) => calls.push(solutions),
      onGradient: ({ irregular }) => reports.push(irregular),
    };
    tf.grads((a: Tensor, b: Tensor) => tf.sum(decDtw(a, b, options)))([x, y]);
    expect(calls.length).toBe(1);
    expect(calls[0].map(({ warp }) => warp.length)).toEqual(yLengths);
    expect(reports).toEqual([[]]);
    decDtw(x, y, options);
    expect([calls.length, reports.length]).toEqual([2, 1]);
  });

  it('reports items without a derivative', () => {
    // Flat signals without a penalty: nothing holds the inner knots.
    const reports: (readonly number[])[] = [];
    const flat = tf.concat([tf.zeros([1, 5, 1]), tf.tensor3d([0, 1, 3, 4, 7], [1, 5, 1])]);
    const lambda = tf.tensor2d([[0], [1]]);
    const gradient = tf.grad((each: Tensor) =>
      tf.sum(decDtw(each, tf.mul(flat, 0.9), { lambda, onGradient: ({ irregular }) => reports.push(irregular) })),
    )(flat);
    expect(reports).toEqual([[0]]);
    expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
  });

  it('honours what comes from above: gradients are linear in it, and 0 where it is', () => {
    const byX = (weights: Tensor): Float32Array =>
      tf
        .grad((each: Tensor) => tf.sum(tf.mul(decDtw(each, y, { ...lengths, lambda: 0.1 }), weights)))(x)
        .dataSync() as Float32Array;
    const upstream = upstreamOf(m);
    const whole = byX(upstream);
    const first = byX(tf.mul(upstream, tf.tensor2d([[1], [0], [0]])));
    expect(first.subarray(0, n * channels)).toEqual(whole.subarray(0, n * channels));
    expect(first.subarray(n * channels).every((value) => value === 0)).toBe(true);
    expectClose(byX(tf.mul(upstream, -3)), whole.map((value) => -3 * value), { relative: 1e-6, absolute: 1e-6 }); // prettier-ignore
    // What stands past the last knot of an item is of no account.
    expect(
      byX(
        tf.add(
          upstream,
          tf.tensor2d([
            [0, 0, 0, 0, 0, 5, NaN],
            [0, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 0],
          ]),
        ),
      ),
    ).toEqual(whole);
  });

  it('takes the same sequence on both sides, and refuses second derivatives', () => {
    const z = itemOf(y, 1, 7);
    const gradient = tf.grad((each: Tensor) => tf.sum(decDtw(each, each, { lambda: 1 })))(z);
    expect(gradient.shape).toEqual(z.shape);
    const first = tf.grad((each: Tensor) => tf.sum(decDtw(each, each, { lambda: 1 })));
    expect(() => tf.grad((each: Tensor) => tf.sum(first(each)))(z)).toThrow('second derivatives');
  });
});

describe.each([
  ['decDtw', decDtw as (a: Tensor, b: Tensor, options: TensorWarpOptions) => Tensor],
  ['gdtwLoss', (a: Tensor, b: Tensor, options: TensorWarpOptions) => gdtwLoss(a, b, { ...options, reduction: 'none' })],
] as const)('%s', (name, operation) => {
  it.each(names)('of padded items is that of single ones: %s', (which) => {
    const { build, tensors } = cases[which];
    const options = build(tensors);
    const upstream = operation(x, y, { ...options, ...lengths });
    const gradient = tf.grad((each: Tensor) => tf.sum(tf.square(operation(each, y, { ...options, ...lengths }))))(x);
    expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
    for (let b = 0; b < batch; b++) {
      const single = Object.fromEntries(
        Object.entries(tensors).map(([key, tensor]) => [key, tensor.shape[0] === batch ? tf.slice(tensor, b, 1) : tensor]),
      );
      const alone = { ...build(single), xLengths: [xLengths[b]], yLengths: [yLengths[b]] };
      const [a, c] = [tf.slice(x, b, 1), tf.slice(y, b, 1)];
      const value = operation(a, c, alone);
      expect(value.dataSync()).toEqual(tf.slice(upstream, b, 1).dataSync());
      const byX = tf.grad((each: Tensor) => tf.sum(tf.square(operation(each, c, alone))))(a);
      expect(byX.dataSync()).toEqual(tf.slice(gradient, b, 1).dataSync());
    }
  });

  it.each(names)('has the gradients of finite differences by every tensor: %s', (which) => {
    const { build, tensors } = cases[which];
    const keys = ['x', 'y', ...Object.keys(tensors)];
    const all: Readonly<Record<string, Tensor>> = { x: tf.where(tf.isNaN(x), 0, x), y: tf.where(tf.isNaN(y), 0, y), ...tensors };
    const weights =
      name === 'decDtw' ? upstreamOf(operation(x, y, { ...build(tensors), ...lengths }).shape[1]!) : tf.tensor1d([1, -2, 0.5]);
    const factors = weights.dataSync();
    const width = factors.length / batch;
    let irregular: readonly number[] = [];
    const valueOf = (given: Readonly<Record<string, Tensor>>, extra: Partial<TensorWarpOptions>): Tensor => {
      const { x: a, y: b, ...others } = given;
      return tf.sum(tf.mul(operation(a, b, { ...build(others), ...lengths, ...extra }), weights));
    };
    const onGradient: TensorWarpOptions['onGradient'] = (report) => ({ irregular } = report);
    const gradients = tf.grads((...parts: Tensor[]) =>
      valueOf(Object.fromEntries(parts.map((part, k) => [keys[k], part])), { onGradient }),
    )(keys.map((key) => all[key]));
    expect(irregular).toEqual([]);

    /** The same number and what holds the warps, with one number moved; warps and objectives in float64, before they are rounded. */
    const moved = (key: string, k: number, by: number): [value: number, active: string] => {
      const numbers = Float32Array.from(all[key].dataSync());
      numbers[k] += by;
      let answer: [number, string] = [NaN, ''];
      const onSolutions = (solutions: readonly WarpSolution[]): void => {
        let value = 0;
        solutions.forEach(({ warp, objective }, b) => {
          const row = name === 'decDtw' ? warp : [objective];
          for (let i = 0; i < row.length; i++) value += factors[b * width + i] * row[i];
        });
        answer = [value, solutions.map(({ active }) => active.map(({ kind, index }) => `${kind} ${index}`).join()).join('; ')];
      };
      tf.tidy(() => void valueOf({ ...all, [key]: tf.tensor(numbers, all[key].shape) }, { onSolutions }));
      return answer;
    };
    let compared = 0;
    let changed = 0;
    keys.forEach((key, which) => {
      const gradient = gradients[which].dataSync();
      gradient.forEach((value, k) => {
        const [above, activeAbove] = moved(key, k, 2 ** -12);
        const [below, activeBelow] = moved(key, k, -(2 ** -12));
        if (activeAbove !== activeBelow) {
          changed++;
          return;
        }
        compared++;
        const difference = (above - below) / 2 ** -11;
        const error = Math.abs(difference - value);
        expect(error < 2e-3 * (1 + Math.abs(value)), `by ${key}, entry ${k}: ${value}, by differences ${difference}`).toBe(true);
      });
      expect(
        gradient.some((value) => Math.abs(value) > 0.01),
        `some gradient by ${key}`,
      ).toBe(true);
    });
    expect(compared).toBeGreaterThan(10 * changed);
  });
});

it('gdtwLoss answers the objectives of @rubato/gdtw, and reduces them', () => {
  const values = Array.from(gdtwLoss(x, y, { ...lengths, lambda: 0.5, reduction: 'none' }).dataSync());
  const gradients: WarpGradient[] = [];
  for (let b = 0; b < batch; b++) {
    const signal = (tensor: Tensor, length: number) => createSignal(itemOf(tensor, b, length).dataSync(), { channels });
    const problem = createWarpProblem({ x: signal(x, xLengths[b]), y: signal(y, yLengths[b]), lambda: 0.5 });
    const { warp, objective } = solveWarp(problem);
    expect(values[b]).toBe(Math.fround(objective));
    gradients.push(discrepancyGradient(problem, warp, 1 / 3));
  }
  const [mean] = gdtwLoss(x, y, { ...lengths, lambda: 0.5 }).dataSync();
  expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / batch, 6);
  const [byTargetLength] = gdtwLoss(x, y, { ...lengths, lambda: 0.5, reduction: 'meanByTargetLength' }).dataSync();
  expect(byTargetLength).toBeCloseTo(values.reduce((sum, value, b) => sum + value / yLengths[b], 0) / batch, 6);
  const byX = tf
    .grad((each: Tensor) => gdtwLoss(each, y, { ...lengths, lambda: 0.5 }))(x)
    .dataSync();
  gradients.forEach((gradient, b) => {
    const start = b * n * channels;
    expectClose(byX.subarray(start, start + gradient.x.length), gradient.x, { relative: 1e-6, absolute: 1e-7 });
  });
});
