import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { decDtw, decDtwAsync, InfeasibleItemError } from '../../src/index.ts';
import { expectRefusal } from '../support/refusal.ts';
import { tf } from '../support/tf.ts';
import { cases, x, xLengths, y, yLengths } from '../support/warp-batch.ts';

const lengths = { xLengths, yLengths };

it.each(Object.keys(cases))('decDtwAsync answers what decDtw answers, and its gradients by name: %s', async (which) => {
  const { build, tensors } = cases[which];
  const names = Object.keys(tensors);
  const before = tf.memory().numTensors;
  let [solved, irregular] = [0, -1];
  const options = {
    ...build(tensors),
    ...lengths,
    onSolutions: () => solved++,
    onGradient: (report: { readonly irregular: readonly number[] }) => (irregular = report.irregular.length),
  };
  const { warps, gradient } = await decDtwAsync(x, y, options);
  const upstream = tf.cos(warps);
  const by = await gradient(upstream);
  // The warps, the upstream gradient, and a gradient for each tensor.
  expect(tf.memory().numTensors).toBe(before + 2 + 2 + names.length);
  expect([solved, irregular]).toEqual([1, 0]);
  expect(warps.dataSync()).toEqual(decDtw(x, y, options).dataSync());
  const expected = tf.grads((...[a, b, ...others]: Tensor[]) => {
    const moved = build(Object.fromEntries(names.map((name, k) => [name, others[k]])));
    return tf.sum(tf.mul(decDtw(a, b, { ...moved, ...lengths }), upstream));
  })([x, y, ...names.map((name) => tensors[name])]);
  // Bounds are named by where they stand in the options.
  const found = Object.entries(by).map(([name, tensor]) => [name.split('.').at(-1), tensor] as const);
  expect(new Set(found.map(([name]) => name))).toEqual(new Set(['x', 'y', ...names]));
  for (const [name, tensor] of found) {
    const k = ['x', 'y', ...names].indexOf(name!);
    expect(tensor.dataSync(), name).toEqual(expected[k].dataSync());
    expect(tensor.shape).toEqual(expected[k].shape);
  }
});

it('decDtwAsync gives way, and stops when it is told to', async () => {
  const long = tf.tensor3d(Float32Array.from({ length: 4 * 400 }, (_, k) => Math.sin(k * k)), [4, 400, 1]); // prettier-ignore
  const short = tf.slice(long, [0, 0, 0], [4, 300, 1]);
  const stop = new AbortController();
  const reason = new Error('enough');
  setTimeout(() => stop.abort(reason), 30);
  await expect(decDtwAsync(long, short, { lambda: 0.1, signal: stop.signal })).rejects.toBe(reason);
  await expect(decDtwAsync(long, short, { lambda: 0.1, signal: 1 as never })).rejects.toMatchObject({ argument: 'options.signal' });
});

it('decDtwAsync refuses what decDtw refuses, and leaves nothing behind', async () => {
  const before = tf.memory().numTensors;
  await expect(decDtwAsync(x, y, { lambda: 1, yLengths: [8, 7, 7] })).rejects.toMatchObject({ argument: 'options.yLengths', index: [0] });
  await expect(decDtwAsync(x, y, { ...lengths, lambda: NaN })).rejects.toMatchObject({ argument: 'options.lambda', found: 'NaN' });
  await expect(decDtwAsync(x, y, { ...lengths, lambda: 1, solver: { passes: 0 } })).rejects.toMatchObject({
    argument: 'options.solver.passes',
  });
  await expect(decDtwAsync(x, y, { ...lengths, lambda: 1, slopes: { upper: [0.1, 1, 1, 1, 1, 1] } })).rejects.toBeInstanceOf(
    InfeasibleItemError,
  );
  const flat = tf.ones([1, 3, 1]);
  const steep = { name: 'steep', value: () => Infinity, derivative: () => 0, secondDerivative: () => 0 };
  const solver = { warpPenalties: [steep] };
  await expect(decDtwAsync(flat, flat, { lambda: 1, warpPenalty: 'steep', solver })).rejects.toMatchObject({ argument: 'x' });
  flat.dispose();
  await expect(decDtwAsync([1] as never, y, { lambda: 1 })).rejects.toMatchObject({ argument: 'x' });
  await expect(decDtwAsync(x, y, null as never)).rejects.toMatchObject({ argument: 'options' });
  expect(tf.memory().numTensors).toBe(before);

  const { warps, gradient } = await decDtwAsync(x, y, { ...lengths, lambda: 1 });
  const refused: unknown[] = [];
  for (const wrong of [tf.ones([3, 6]), tf.ones([3, 7], 'int32'), 1 as never]) {
    refused.push(await gradient(wrong).catch((error: unknown) => error));
  }
  for (const error of refused) {
    expectRefusal(
      () => {
        throw error as Error;
      },
      { argument: 'upstream gradient', expected: 'a float32 tensor [3, 7], as the warps are' },
    );
  }
  warps.dispose();
});
