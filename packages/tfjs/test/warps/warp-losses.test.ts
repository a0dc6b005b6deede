import { createRandom } from '@rubato/core';
import * as gdtw from '@rubato/gdtw';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { WarpLossOptions, WarpTruth } from '../../src/index.ts';
import { decDtw, largestErrorLoss, timeDeviationLoss, timeErrorLoss } from '../../src/index.ts';
import { expectClose } from '../support/expect-close.ts';
import { expectFiniteDifferences } from '../support/finite-differences.ts';
import type { Refusal } from '../support/refusal.ts';
import { expectRefusal } from '../support/refusal.ts';
import { tf } from '../support/tf.ts';

const [batch, width] = [3, 6];
const lengths = [6, 4, 5];
const random = createRandom(2);
const increasing = (): number[] => {
  let time = random() / 2;
  return Array.from({ length: width }, () => Math.fround((time += 0.5 + random() / 2)));
};
const rows = (): number[][] => Array.from({ length: batch }, increasing);
const warps = tf.tensor2d(rows());
const truth = rows();
const positions = rows();
/** True warps with knots of their own. */
const own = positions.map((row, b) => ({ positions: [row[0], row[1] + 0.1, row[lengths[b] - 1]], times: truth[b].slice(0, 3) }));

/** What of an item is measured. */
const partOf = (span: Pick<WarpLossOptions, 'from' | 'to'>, b: number): gdtw.TimeErrorOptions =>
  Object.fromEntries(Object.entries(span).map(([name, ends]) => [name, typeof ends === 'number' ? ends : (ends as readonly number[])[b]]));

describe.each([
  ['timeErrorLoss', timeErrorLoss, gdtw.timeErrorLoss],
  ['timeDeviationLoss', timeDeviationLoss, gdtw.timeDeviationLoss],
  ['largestErrorLoss', largestErrorLoss, gdtw.largestErrorLoss],
] as const)('%s', (_, loss, plain) => {
  it.each([
    ['times at the same positions', truth, {}],
    ['warps with knots of their own', own, {}],
    ['a part', own, { from: 1.6, to: 2 }],
    ['a part of each item', own, { from: [1.6, 1.5, 1.7], to: [2, 2.2, 2.1] }],
  ] as const)('answers the losses of @rubato/gdtw, and honours what comes from above: %s', (_name, given: WarpTruth, span) => {
    const options: WarpLossOptions = { positions, lengths, ...span, reduction: 'none' };
    const values = loss(warps, given, options).dataSync();
    const weights = [1, -2, 0.5];
    const gradient = tf
      .grad((each: Tensor) => tf.sum(tf.mul(loss(each, given, options), weights)))(warps)
      .dataSync();
    for (let b = 0; b < batch; b++) {
      const cut = (row: ArrayLike<number>): number[] => Array.from(row).slice(0, lengths[b]);
      const at = cut(positions[b]);
      const times = cut(warps.dataSync().subarray(b * width, (b + 1) * width));
      const expected = plain({ positions: at, times }, given === own ? own[b] : { positions: at, times: cut(truth[b]) }, partOf(span, b));
      expect(values[b]).toBe(Math.fround(expected.value));
      const row = new Float32Array(width);
      row.set(expected.gradient.map((value) => value * weights[b]));
      expectClose(gradient.subarray(b * width, (b + 1) * width), row, { relative: 1e-6, absolute: 1e-7 });
    }
  });

  it('has the gradients of finite differences, by the truth too', () => {
    const options = { positions, lengths } as const;
    const times = tf.tensor2d(truth);
    expectFiniteDifferences((each) => loss(each, truth, options), warps);
    expectFiniteDifferences((each) => loss(warps, each, options), times);
    expectFiniteDifferences((each) => loss(each, own, { ...options, reduction: 'sum' }), warps);
  });

  it('reduces, takes even positions without being told, and leaves nothing behind', () => {
    const values = Array.from(loss(warps, truth, { lengths, reduction: 'none' }).dataSync());
    const mean = (numbers: number[]): number => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    expect(loss(warps, truth, { lengths }).dataSync()[0]).toBeCloseTo(mean(values), 6);
    const byLength = loss(warps, truth, { lengths, reduction: 'meanByTargetLength' }).dataSync()[0];
    expect(byLength).toBeCloseTo(mean(values.map((value, b) => value / lengths[b])), 6);
    const even = { lengths, positions: [0, 1, 2, 3, 4, 5], reduction: 'none' } as const;
    expect(Array.from(loss(warps, truth, even).dataSync())).toEqual(values);
    const before = tf.memory().numTensors;
    tf.tidy(() => void tf.grad((each: Tensor) => loss(each, truth, { lengths }))(warps));
    loss(warps, truth).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names what is wrong', () => {
    const expectRefused = (given: unknown, options: object, refusal: Refusal, of: Tensor = warps): void =>
      expectRefusal(() => loss(of, given as WarpTruth, options), refusal);
    expectRefused(truth, {}, { argument: 'warps' }, tf.ones([2, 3, 1]));
    expectRefused(truth, {}, { argument: 'warps', expected: /K at least 2/ }, tf.ones([3, 1]));
    const broken = tf.tensor2d([[0, 1], [1, NaN]]); // prettier-ignore
    expectRefused([0, 1], {}, { argument: 'warps', index: [1, 1], found: 'NaN' }, broken);
    expectRefused([0, 1], {}, { argument: 'truth' });
    expectRefused(tf.ones([6]), {}, { argument: 'truth', expected: /\[3, 6\]/ });
    expectRefused([0, 1, 2, NaN, 3, 4], {}, { argument: 'truth', index: [3], found: 'NaN' });
    expectRefused(own.slice(1), {}, { argument: 'truth', expected: '3 warps, one per item' });
    expectRefused(
      [own[0], { positions: [1, 1], times: [0, 1] }, own[2]],
      { positions, lengths },
      { argument: 'truth[1].positions', index: [1] },
    );
    expectRefused(truth, { positions: [0, 1, 1, 2, 3, 4] }, { argument: 'options.positions', index: [2], found: '1' });
    expectRefused(truth, { positions: tf.range(0, 6) }, { argument: 'options.positions', expected: /lists/ });
    expectRefused(truth, { lengths: [6, 7, 6] }, { argument: 'options.lengths', index: [1] });
    expectRefused(truth, { from: -1 }, { argument: 'options.from', found: '-1' });
    expectRefused(truth, { from: 9 }, { argument: 'options.from', found: '9' });
    expectRefused(truth, { to: 9 }, { argument: 'options.to', found: '9' });
    expectRefused(truth, { from: [0, 1, -1] }, { argument: 'options.from', index: [2], found: '-1' });
    expectRefused(truth, { from: [0, 1, 0], to: [5, 1, 5] }, { argument: 'options.to', index: [1], found: '1' });
    expectRefused(truth, { to: [5, 5] }, { argument: 'options.to', expected: 'a number, or [3]' });
    expectRefused(truth, { to: tf.tensor1d([5, 5, 5]) }, { argument: 'options.to', expected: /a number or a list/ });
    const high = { positions: [0, 5], times: [1e60, 1e60] };
    expectRefused([own[0], high, high], { positions: positions.map(() => [0, 1, 2, 3, 4, 5]), from: 2, to: 2.1 }, { argument: 'truth', index: [1], found: /^of error 1e\+60/ }); // prettier-ignore
    const far = { positions: [0, 9], times: [0, 9] };
    expectRefused([own[0], far, own[2]], { positions }, { argument: 'truth[1].positions', index: [0], found: '0' });
    expectRefused([far, far, far], {}, { argument: 'truth[0].positions', index: [1], found: '9' });
    expectRefused(truth, { reduction: 'least' }, { argument: 'options.reduction' });
    expectRefused(truth, { until: 1 }, { argument: 'options.until' });
  });
});

it('timeErrorLoss of decDtw has the gradient of both', () => {
  const x = tf.tensor3d([0, 0.5, 2, 0.3, 0.1, 0], [1, 6, 1]);
  const y = tf.tensor3d([0, 1.5, 0.5, 0.1, 0], [1, 5, 1]);
  expectFiniteDifferences((each) => timeErrorLoss(decDtw(each, y, { lambda: 0.5 }), [0, 1, 3, 4, 5]), x);
});
