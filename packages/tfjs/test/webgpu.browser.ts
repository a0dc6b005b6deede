import { openCpu } from '@rubato/backend-cpu';
import { openWebGpu } from '@rubato/backend-webgpu';
import { isUnavailable, UnavailableBackendError } from '@rubato/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ctcLoss, multiLabelCtcLoss, setComputeBackend, softDtwDivergence, softDtwLoss } from '../src/index.ts';
import type { CtcLossOptions, MultiLabelCtcLossOptions } from '../src/index.ts';
import { expectClose } from './support/expect-close.ts';
import { randomTensor } from './support/random-tensor.ts';
import { tf } from './support/tf.ts';

const labels = [[1, 2, 2], [3], []];
const rows = [[[1, 0, 0], [0, 1, 1]], [[1, 1, 0]], []]; // prettier-ignore
const lengths = [7, 5, 6];

/** A loss of a tensor [3, 7, 4], for whatever computes. */
const losses: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  ctcLoss: (x) => ctcLoss(labels, x, { predictionLengths: lengths, labelSmoothing: 0.1, reduction: 'none' } satisfies CtcLossOptions),
  'ctcLoss of log-probabilities': (x) => ctcLoss(labels, tf.logSoftmax(x), { input: 'logProbabilities', reduction: 'none' }),
  'ctcLoss with too few frames': (x) =>
    ctcLoss(labels, x, { predictionLengths: [3, 7, 7], zeroInfinity: true, layout: 'batchMajor', reduction: 'none' }),
  multiLabelCtcLoss: (x) =>
    multiLabelCtcLoss(rows, x, { predictionLengths: lengths, reduction: 'none' } satisfies MultiLabelCtcLossOptions),
  softDtwLoss: (x) => softDtwLoss(tf.slice(tf.neg(x), [0, 1, 0], [3, 5, 4]), x, { reduction: 'none', temperature: 0.5 }),
  softDtwDivergence: (x) => softDtwDivergence(tf.slice(tf.neg(x), [0, 1, 0], [3, 5, 4]), x, { reduction: 'none' }),
};

/** Value and gradient, read asynchronously. */
async function read(loss: (x: Tensor) => Tensor, numbers: Float32Array): Promise<Float32Array[]> {
  const x = tf.tensor3d(numbers, [3, 7, 4]);
  const weights = tf.tensor1d([1, -2, 0.5]);
  const value = tf.tidy(() => loss(x));
  const gradient = tf.tidy(() => tf.grad((each: Tensor) => tf.sum(tf.mul(loss(each), weights)))(x));
  const answer = [(await value.data()) as Float32Array, (await gradient.data()) as Float32Array];
  tf.dispose([x, weights, value, gradient]);
  return answer;
}

describe('on tfjs-webgpu', () => {
  const numbers = Float32Array.from(randomTensor([3, 7, 4], 1, 2).dataSync());
  const expected = new Map<string, Float32Array[]>();
  let dispose = (): Promise<void> => Promise.resolve();

  beforeAll(async () => {
    const cpu = openCpu();
    setComputeBackend(cpu);
    await tf.setBackend('cpu');
    for (const [name, loss] of Object.entries(losses)) expected.set(name, await read(loss, numbers));
    await import('@tensorflow/tfjs-backend-webgpu');
    await tf.setBackend('webgpu');
    const { device } = tf.backend() as unknown as { readonly device: GPUDevice };
    const opened = await openWebGpu({ device });
    if (isUnavailable(opened)) throw new Error(opened.reason);
    setComputeBackend(opened, cpu);
    dispose = () => opened.dispose();
  });

  afterAll(async () => {
    setComputeBackend();
    await dispose();
  });

  it.each([
    ['with the host', true],
    ['on the device', false],
  ])('every loss has the values and gradients that it has on the CPU, small tensors being %s', async (_, forward) => {
    tf.env().set('WEBGPU_CPU_FORWARD', forward);
    const reads = vi.spyOn(tf.backend() as unknown as { readSync: (dataId: object) => unknown }, 'readSync');
    for (const [name, loss] of Object.entries(losses)) {
      const [values, gradient] = await read(loss, numbers);
      const [byCpu, gradientByCpu] = expected.get(name)!;
      expectClose(values, byCpu, { relative: 1e-4, absolute: 1e-4 });
      expectClose(gradient, gradientByCpu, { absolute: 1e-3 });
    }
    // With the host, tfjs's own small operations read what never left it.
    if (!forward) expect(reads).not.toHaveBeenCalled();
    reads.mockRestore();
  });

  it('needs a backend on the device of tfjs', () => {
    const loss = () => ctcLoss(labels, tf.zeros([3, 7, 4]), { backend: openCpu() });
    expect(loss).toThrow(UnavailableBackendError);
    expect(loss).toThrow('openWebGpu({ device: tf.backend().device })');
  });

  it('leaves no tensor behind', async () => {
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    const x = tf.tensor3d(numbers, [3, 7, 4]);
    const step = async (): Promise<void> => {
      const gradient = tf.tidy(() => tf.grad((each: Tensor) => tf.sum(losses['ctcLoss'](each)))(x));
      await gradient.data();
      gradient.dispose();
    };
    await step();
    const { numTensors, numDataBuffers } = tf.memory();
    for (let k = 0; k < 20; k++) await step();
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });
});
