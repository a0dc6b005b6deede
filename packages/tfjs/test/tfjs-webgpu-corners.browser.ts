import { openCpu } from '@rubato/backend-cpu';
import { ctc, softDtw } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alignmentLoss, ctcLoss, multiLabelCtcLoss, setComputeBackend, softDtwDivergence, softDtwLoss } from '../src/index.ts';
import { expectAnalysisLossesRefused } from './support/analysis-losses.ts';
import { expectClose } from './support/expect-close.ts';
import { randomTensor } from './support/random-tensor.ts';
import { expectRefusal } from './support/refusal.ts';
import { tf } from './support/tf.ts';
import { openOn, useWebGpu } from './support/webgpu.ts';

/** A loss of one tensor, and its gradient, read from wherever they are. */
async function valueAndGradient(loss: (x: Tensor) => Tensor, numbers: Float32Array, shape: number[]): Promise<Float32Array[]> {
  const x = tf.tensor(numbers, shape);
  const value = tf.tidy(() => loss(x));
  const gradient = tf.tidy(() => tf.grad((each: Tensor) => tf.sum(loss(each)))(x));
  const answer = [(await value.data()) as Float32Array, (await gradient.data()) as Float32Array];
  tf.dispose([x, value, gradient]);
  return answer;
}

/** Numbers [2, 6, 4] with something else among them. */
function numbersWith(scale: number, changes: Readonly<Record<number, number>> = {}): Float32Array {
  const numbers = Float32Array.from(randomTensor([2, 6, 4], 6, scale).dataSync());
  for (const [k, value] of Object.entries(changes)) numbers[Number(k)] = value;
  return numbers;
}

const shape = [2, 6, 4];
const firstItem = 24;

describe('on tfjs-webgpu', () => {
  const cpu = openCpu();
  let dispose = (): Promise<void> => Promise.resolve();

  beforeAll(async () => {
    const opened = await openOn(await useWebGpu());
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    setComputeBackend(opened, cpu);
    dispose = () => opened.dispose();
  });
  afterAll(async () => {
    setComputeBackend();
    await dispose();
  });

  /** Checks a loss against what it is on tfjs-cpu. */
  async function expectAsOnCpu(loss: (x: Tensor) => Tensor, numbers: Float32Array, tolerance: number): Promise<Float32Array> {
    const [values, gradient] = await valueAndGradient(loss, numbers, shape);
    await tf.setBackend('cpu');
    const [byCpu, gradientByCpu] = await valueAndGradient(loss, numbers, shape);
    await tf.setBackend('webgpu');
    expect(byCpu.every(Number.isFinite)).toBe(true);
    const largest = Math.max(...gradientByCpu.map(Math.abs));
    expect(largest).toBeGreaterThan(0.1);
    expectClose(values, byCpu, { relative: 1e-5, absolute: 1e-5 });
    expectClose(gradient, gradientByCpu, { absolute: tolerance * largest });
    return gradient;
  }

  it('losses on alignments other than their value are refused, whatever could compute them', () => {
    expectAnalysisLossesRefused(/tfjs-webgpu does not support this.*setBackend\('wasm'\)/);
  });

  // Where costs are 1e11 times γ, weights of paths that are equally good have an error of some 1e-3.
  it.each([
    [1e-3, 1e-5],
    [1e-6, 1e-3],
  ])('features of any size are aligned at γ = %f', async (temperature, tolerance) => {
    const numbers = numbersWith(200);
    const options = { temperature, reduction: 'none' } as const;
    await expectAsOnCpu((x) => softDtwLoss(tf.neg(x), x, options), numbers, tolerance);
    await expectAsOnCpu((x) => softDtwDivergence(tf.neg(x), x, options), numbers, tolerance);
    await expectAsOnCpu((x) => alignmentLoss(softDtw({ temperature }), { reduction: 'none' })(tf.neg(x), x), numbers, tolerance);
  });

  it.each([-1e5, -1e7, -1e9, -1e30])('a class masked by %f in some frames has no part in CTC there', async (mask) => {
    // Class 2, which the labels hold, in frames 0 to 2 of both items; the blank in frame 4 of the second.
    const places = [2, 6, 10, 26, 30, 34, 40];
    const masked = Object.fromEntries(places.map((k) => [k, mask]));
    const numbers = numbersWith(2, masked);
    const gradient = await expectAsOnCpu((x) => ctcLoss([[1, 2], [2]], x, { reduction: 'none' }), numbers, 1e-5);
    expect(places.map((k) => Math.abs(gradient[k]))).toEqual(places.map(() => 0));
    const byClass = alignmentLoss((labels) => ctc(labels), { reduction: 'none', temperature: 1e-2 });
    await expectAsOnCpu((x) => byClass([[1, 2], [2]], x), numbers, 1e-5);
  });

  it('logits of multi-label CTC may be large', async () => {
    const rows = [[[1, 0, 0]], [[0, 1, 1]]]; // prettier-ignore
    await expectAsOnCpu((x) => multiLabelCtcLoss(rows, x, { reduction: 'none' }), numbersWith(2e6), 1e-5);
  });

  it.each([
    ['logits', { input: 'logits' }],
    ['log-probabilities', { input: 'logProbabilities' }],
    ['logits, with smoothing', { input: 'logits', labelSmoothing: 0.2 }],
    ['log-probabilities, with smoothing', { input: 'logProbabilities', labelSmoothing: 0.2 }],
  ] as const)('a NaN among %s makes the loss of its item infinite, and its gradient 0', async (_, own) => {
    const loss = (x: Tensor) => ctcLoss([[1, 2], [2]], x, { ...own, reduction: 'none' });
    const numbers = numbersWith(2).map((value) => -4 + value);
    numbers[5] = NaN;
    const [values, gradient] = await valueAndGradient(loss, numbers, shape);
    expect(values[0]).toBe(Infinity);
    expect(Number.isFinite(values[1])).toBe(true);
    expectClose(gradient.subarray(0, firstItem), new Float32Array(firstItem), {});
    expect(Math.max(...gradient.subarray(firstItem).map(Math.abs))).toBeGreaterThan(0.1);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it.each([
    ['softDtwLoss', softDtwLoss],
    ['softDtwDivergence', softDtwDivergence],
  ] as const)('a NaN in a sequence makes %s of its item infinite, and its gradient 0', async (_, loss) => {
    const targets = randomTensor([2, 5, 4], 2);
    const ofItems = (x: Tensor) => loss(targets, x, { reduction: 'none' });
    const [values, gradient] = await valueAndGradient(ofItems, numbersWith(2, { 5: NaN }), shape);
    expect([values[0], Number.isFinite(values[1])]).toEqual([Infinity, true]);
    expectClose(gradient.subarray(0, firstItem), new Float32Array(firstItem), {});
    expect(gradient.every(Number.isFinite)).toBe(true);
    const [zero] = await valueAndGradient(
      (x) => loss(targets, x, { zeroInfinity: true, reduction: 'none' }),
      numbersWith(2, { 5: NaN }),
      shape,
    );
    expect(zero[0]).toBe(0);
  });

  it('a wrong local cost is refused by the name that it has for losses', () => {
    const x = tf.zeros([2, 6, 4]);
    for (const loss of [softDtwLoss, softDtwDivergence]) {
      expectRefusal(() => loss(x, x, { localCost: 'none' }), { argument: 'options.localCost' });
    }
  });
});
