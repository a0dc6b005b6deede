import type { Tensor } from '@tensorflow/tfjs-core';
import { afterEach, expect, it, vi } from 'vitest';
import { decDtw, decDtwAsync, InfeasibleItemError } from '../../src/index.ts';
import { expectRefusal } from '../support/refusal.ts';
import { tf } from '../support/tf.ts';
import { cases, x, xLengths, y, yLengths } from '../support/warp-batch.ts';

const lengths = { xLengths, yLengths };

afterEach(() => {
  vi.restoreAllMocks();
});

/** Lets every slice of time be over at once, so that work gives way wherever it can. */
function endSlicesAtOnce(): void {
  let time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (time += 1000));
}

/** How often the event loop turns until a promise is settled. */
async function turnsOf(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let running = true;
  const turn = (): void => {
    turns++;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  await work.catch(() => undefined);
  running = false;
  return turns;
}

/** A signal of another realm: no instance of this one's class. It is aborted when it was looked at so often. */
function foreignSignal(looks: number, reason: unknown): AbortSignal & { readonly looked: number } {
  const signal = {
    looked: 0,
    throwIfAborted(): void {
      if (++signal.looked > looks) throw reason as Error;
    },
  };
  return signal as unknown as AbortSignal & { readonly looked: number };
}

/** Alike pairs, but the last cannot be warped. */
const count = 40;
const many = tf.tile(tf.tensor3d([0, 1, 0, 2], [1, 4, 1]), [count, 1, 1]);
const upper = Array.from({ length: count }, (_, b) => Array.from({ length: 3 }, () => (b === count - 1 ? 0.1 : 2)));

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

it('decDtwAsync gives way between items while it reads them, and stops there', async () => {
  endSlicesAtOnce();
  const reading = decDtwAsync(many, many, { lambda: 1, slopes: { upper } });
  expect(await turnsOf(reading)).toBeGreaterThan(count - 3);
  await expect(reading).rejects.toMatchObject({ item: count - 1 });
  const reason = new Error('enough');
  const signal = foreignSignal(count / 2, reason);
  await expect(decDtwAsync(many, many, { lambda: 1, slopes: { upper }, signal })).rejects.toBe(reason);
  expect(signal.looked).toBe(count / 2 + 1);
});

it('gradients of decDtwAsync give way between items, and stop when they are told to', async () => {
  const stop = new AbortController();
  const { warps, gradient } = await decDtwAsync(many, many, { lambda: 1, signal: stop.signal });
  const before = tf.memory().numTensors;
  endSlicesAtOnce();
  const first = gradient(warps);
  expect(await turnsOf(first)).toBeGreaterThan(count - 3);
  tf.dispose(await first);
  const reason = new Error('enough');
  const second = gradient(warps);
  setTimeout(() => stop.abort(reason), 0);
  await expect(second).rejects.toBe(reason);
  const read = vi.spyOn(warps, 'data');
  await expect(gradient(warps)).rejects.toBe(reason);
  expect(read).not.toHaveBeenCalled();
  expect(tf.memory().numTensors).toBe(before);
  warps.dispose();
});

it('decDtwAsync reads nothing where it was stopped before', async () => {
  const read = vi.spyOn(x, 'data');
  await expect(decDtwAsync(x, y, { ...lengths, lambda: 1, signal: AbortSignal.abort('no') })).rejects.toBe('no');
  expect(read).not.toHaveBeenCalled();
});

it('decDtwAsync takes options, slopes and bands without a prototype, with their tensors', async () => {
  const bare = <T extends object>(values: T): T => Object.assign(Object.create(null) as T, values);
  const read: string[] = [];
  const told = (name: string, tensor: Tensor): Tensor => {
    const numbers = tensor.data.bind(tensor);
    vi.spyOn(tensor, 'data').mockImplementation(() => {
      read.push(name);
      return numbers() as never;
    });
    return tensor;
  };
  const options = bare({
    ...lengths,
    lambda: told('lambda', tf.scalar(0.1)),
    slopes: bare({ upper: told('slopes.upper', tf.scalar(3)) }),
    band: bare({ kind: 'sakoe-chiba', radius: told('band.radius', tf.scalar(2)) } as const),
  });
  const { warps, gradient } = await decDtwAsync(x, y, options);
  expect(read).toEqual(['lambda', 'slopes.upper', 'band.radius']);
  expect(Object.keys(await gradient(warps))).toEqual(['x', 'y', 'lambda', 'slopes.upper', 'band.radius']);
  expect(warps.dataSync()).toEqual(decDtw(x, y, options).dataSync());
});

it('decDtwAsync names the item whose objective is none, as decDtw does', async () => {
  const z = tf.tensor3d([0, 1, 3, 0, 1, 3], [2, 3, 1]);
  const options = { lambda: [[1, 1], [1e140, 1e140]], expectedSlope: [1, 1e140] }; // prettier-ignore
  const refusal = { argument: 'x', index: [1], found: 'Infinity' };
  expectRefusal(() => decDtw(z, z, options), refusal);
  await expect(decDtwAsync(z, z, options)).rejects.toMatchObject(refusal);
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
  await expect(decDtwAsync(flat, flat, { lambda: 1, warpPenalty: 'steep', solver })).rejects.toMatchObject({ argument: 'x', index: [0] });
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
