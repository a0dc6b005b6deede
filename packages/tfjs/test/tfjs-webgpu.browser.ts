import { openCpu } from '@rubato/backend-cpu';
import { UnavailableBackendError } from '@rubato/core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ctcLoss, decDtw, decDtwAsync, packTargets, setComputeBackend, timeErrorLoss } from '../src/index.ts';
import { withoutDeviceReads } from './support/device-reads.ts';
import type { ExpectedLosses } from './support/losses.ts';
import { checkLosses, lossesOnCpu } from './support/losses.ts';
import { expectRefusal } from './support/refusal.ts';
import { tf } from './support/tf.ts';
import { constraints, createFeatures, makePairs } from './support/warped-pairs.ts';
import { openOn, useWebGpu } from './support/webgpu.ts';

const labels = [[1, 2, 2], [3], []];

describe('on tfjs-webgpu', () => {
  let expected: ExpectedLosses;
  let dispose = (): Promise<void> => Promise.resolve();

  beforeAll(async () => {
    const cpu = openCpu();
    expected = await lossesOnCpu(cpu);
    const opened = await openOn(await useWebGpu());
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
    await withoutDeviceReads(() => checkLosses(expected));
  });

  it('notices read-backs', async () => {
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    const read = () => void tf.tidy(() => tf.add(tf.ones([2]), 1).dataSync());
    await expect(withoutDeviceReads(async () => read())).rejects.toThrow('a read-back from the device');
  });

  it('refuses labels that are on the device alone, and takes those that the host gave', () => {
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    const x = tf.zeros([3, 7, 4]);
    const packed = packTargets(labels, { shape: [7, 4] });
    expect(ctcLoss(packed, x).shape).toEqual([]);
    const order = tf.tensor1d([1, 0, 2], 'int32');
    expectRefusal(() => ctcLoss(tf.gather(packed, order), x), { argument: 'targets', expected: /fitDataset/ });
    const lengths = tf.mul(order, 2);
    expectRefusal(() => ctcLoss(labels, x, { predictionLengths: lengths }), { argument: 'options.predictionLengths' });
  });

  it('decDtw takes what the host gave, and refuses what was computed', () => {
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    const x = tf.tensor3d([0, 1, 2, 4], [1, 4, 1]);
    expect(decDtw(x, x, { lambda: 1 }).shape).toEqual([1, 4]);
    expectRefusal(() => decDtw(tf.mul(x, 2), x, { lambda: 1 }), { argument: 'x', expected: /another backend of tfjs/ });
    expectRefusal(() => decDtw(x, x, { lambda: tf.add(tf.scalar(1), 1) }), { argument: 'options.lambda' });
    // A kernel takes its inputs from the host to the device, and there they stay.
    expectRefusal(() => decDtw(x, x, { lambda: 1 }), { argument: 'x' });
    const fresh = tf.tensor3d([0, 1, 2, 4], [1, 4, 1]);
    const gradient = tf.grad((each) => tf.sum(decDtw(each, fresh, { lambda: 1 })));
    expectRefusal(() => gradient(fresh), { argument: 'upstream gradient' });
  });

  it('trains features by decDtwAsync without a synchronous read', async () => {
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    const { x, y, truth: times } = makePairs();
    const truth = await times.array();
    const model = createFeatures();
    const optimizer = tf.train.adam(0.2);
    const errors: number[] = [];
    await withoutDeviceReads(async () => {
      for (let step = 0; step < 15; step++) {
        const [a, b] = [model.predict(x) as Tensor, model.predict(y) as Tensor];
        const { warps, gradient } = await decDtwAsync(a, b, constraints);
        const upstream = tf.grad((each: Tensor) => timeErrorLoss(each, truth))(warps);
        const by = await gradient(upstream);
        const features = (): Scalar =>
          tf.add(tf.sum(tf.mul(model.apply(x) as Tensor, by.x)), tf.sum(tf.mul(model.apply(y) as Tensor, by.y)));
        optimizer.minimize(features);
        errors.push((await tf.mean(tf.abs(tf.sub(warps, truth))).data())[0]);
      }
    });
    expect(errors[0]).toBeGreaterThan(1);
    expect(errors.at(-1)).toBeLessThan(0.4 * errors[0]);
  });

  it('needs a backend on the device of tfjs', () => {
    const loss = () => ctcLoss(labels, tf.zeros([3, 7, 4]), { backend: openCpu() });
    expect(loss).toThrow(UnavailableBackendError);
    expect(loss).toThrow('openWebGpu({ device: tf.backend().device })');
  });
});
