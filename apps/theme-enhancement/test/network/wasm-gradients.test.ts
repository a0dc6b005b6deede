import { UnsupportedError } from '@rubato/core';
import type { Rank, Tensor, Tensor3D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { themeLoss } from '../../src/losses/theme-loss.ts';
import { registerWasmGradients } from '../../src/network/start-wasm.ts';
import { themeNetwork } from '../../src/network/theme-network.ts';
import { BINS, HARMONICS } from '../../src/shared-data/theme.ts';
import { expectNear } from './support/expect-near.ts';
import { backend, tf } from './support/tf.ts';

/** A convolution, small enough for tfjs-cpu. */
interface Case {
  readonly input: [batch: number, height: number, width: number, channels: number];
  readonly filter: [height: number, width: number];
  readonly filters: number;
  readonly strides: [height: number, width: number];
  readonly padding: 'same' | 'valid' | [[number, number], [number, number], [number, number], [number, number]];
}

const side = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most });
const cases: fc.Arbitrary<Case> = fc.record({
  input: fc.tuple(side(3), fc.integer({ min: 4, max: 9 }), fc.integer({ min: 5, max: 12 }), side(4)),
  filter: fc.tuple(side(4), side(5)),
  filters: side(3),
  strides: fc.oneof(fc.constant<[number, number]>([1, 1]), fc.tuple(side(3), side(3))),
  padding: fc.oneof(
    fc.constantFrom('same' as const, 'valid' as const),
    fc.tuple(fc.nat(4), fc.nat(4), fc.nat(5), fc.nat(5)).map(([top, bottom, left, right]): Case['padding'] => [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]),
  ),
});

/** The gradients by input and filter of ⟨conv2d(x, W), dy⟩, on the tfjs backend that is set. */
function gradients({ input, filter, filters, strides, padding }: Case): [byInput: Float32Array, byFilter: Float32Array] {
  return tf.tidy(() => {
    const x = tf.randomNormal(input, 0, 1, 'float32', 1);
    const w = tf.randomNormal([...filter, input[3], filters], 0, 1, 'float32', 2);
    const inner = (a: Tensor, b: Tensor): Tensor => {
      const y = tf.conv2d(a as Tensor4D, b as Tensor4D, strides, padding);
      return tf.sum(tf.mul(y, tf.randomNormal(y.shape, 0, 1, 'float32', 3)));
    };
    const [byInput, byFilter] = tf.grads(inner)([x, w]);
    return [byInput.dataSync() as Float32Array, byFilter.dataSync() as Float32Array];
  });
}

async function on<Result>(backendName: 'cpu' | 'wasm', compute: () => Result): Promise<Result> {
  await tf.setBackend(backendName);
  return compute();
}

afterEach(() => tf.setBackend('wasm'));

describe('gradients of convolutions on tfjs-wasm', () => {
  it('are those of tfjs-cpu, whatever sides, strides and padding', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (convolution) => {
        const [byInput, byFilter] = await on('wasm', () => gradients(convolution));
        const [cpuByInput, cpuByFilter] = await on('cpu', () => gradients(convolution));
        expectNear(byInput, cpuByInput, 1e-5, 4);
        expectNear(byFilter, cpuByFilter, 1e-5, 16);
      }),
      { numRuns: 200 },
    );
  });

  it('are those of tfjs-cpu for the even filter of conv5', async () => {
    const convolution: Case = { input: [2, 5, 60, 4], filter: [3, 42], filters: 3, strides: [1, 1], padding: 'same' };
    const [byInput, byFilter] = await on('wasm', () => gradients(convolution));
    const [cpuByInput, cpuByFilter] = await on('cpu', () => gradients(convolution));
    expectNear(byInput, cpuByInput, 1e-5, 16);
    expectNear(byFilter, cpuByFilter, 1e-5, 16);
  });

  it('are differences: a convolution is linear in its filter and in its input', () => {
    tf.tidy(() => {
      const x = tf.randomNormal<Rank.R4>([2, 6, 20, 3], 0, 1, 'float32', 4);
      const w = tf.randomNormal<Rank.R4>([3, 8, 3, 2], 0, 1, 'float32', 5);
      const dy = tf.randomNormal([2, 6, 20, 2], 0, 1, 'float32', 6);
      const value = (a: Tensor, b: Tensor): Tensor => tf.sum(tf.mul(tf.conv2d(a as Tensor4D, b as Tensor4D, 1, 'same'), dy));
      const [byInput, byFilter] = tf.grads(value)([x, w]);
      const dx = tf.randomNormal(x.shape, 0, 1, 'float32', 7);
      const dw = tf.randomNormal(w.shape, 0, 1, 'float32', 8);
      expectNear(tf.sum(tf.mul(byInput, dx)).dataSync(), value(dx, w).dataSync(), 1e-4);
      expectNear(tf.sum(tf.mul(byFilter, dw)).dataSync(), value(x, dw).dataSync(), 1e-4);
    });
  });

  it('leave nothing behind', () => {
    const convolution: Case = { input: [2, 6, 9, 3], filter: [3, 4], filters: 2, strides: [1, 1], padding: 'same' };
    const before = tf.memory();
    for (let run = 0; run < 3; run++) gradients(convolution);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  it('keep the memory of tfjs-wasm as large as it is, step after step', () => {
    const { wasm } = tf.backend() as unknown as { readonly wasm: { readonly HEAPU8: Uint8Array } };
    const [x, w] = [tf.ones<Rank.R4>([1, 20, 100, 8]), tf.ones<Rank.R4>([3, 10, 8, 16])];
    const byBoth = tf.grads((a, b) => tf.conv2d(a as Tensor4D, b as Tensor4D, 1, 'same'));
    const run = (times: number): number => {
      for (let time = 0; time < times; time++) tf.tidy(() => void byBoth([x, w]));
      return wasm.HEAPU8.length;
    };
    // Each run packs about 150 kB of filters: kept, they would fill 45 MB.
    const bytes = run(10);
    expect(run(300)).toBe(bytes);
    tf.dispose([x, w]);
  });

  it('refuse channels before width, as the convolution does', () => {
    tf.tidy(() => {
      const x = tf.ones([1, 2, 5, 5]);
      const call = (): unknown => {
        const inputs = { x, dy: tf.ones([1, 1, 5, 5]) };
        const attributes = { strides: 1, pad: 'same', dataFormat: 'NCHW', dimRoundingMode: null, filterShape: [3, 3, 2, 1] };
        return tf.engine().runKernel(tf.Conv2DBackpropFilter, inputs, attributes as never);
      };
      expect(call).toThrow(UnsupportedError);
    });
  });

  it('are registered once, however often it is asked', () => {
    const kernel = tf.getKernel(tf.Conv2DBackpropInput, 'wasm');
    registerWasmGradients();
    expect(tf.getKernel(tf.Conv2DBackpropInput, 'wasm')).toBe(kernel);
  });
});

describe('a gradient step of the network', () => {
  const target = {
    frames: 2,
    labels: Int32Array.of(1, 2),
    weak: new Float32Array(24).map((_, k) => (k === 1 || k === 14 ? 1 : 0)),
    strong: new Float32Array(24).map((_, k) => (k === 1 || k === 14 ? 1 : 0)),
  };

  function step(): { readonly loss: number; readonly gradients: readonly Float32Array[] } {
    const network = themeNetwork({ seed: 5 });
    const hcqt = tf.abs(tf.randomNormal([1, 2, BINS, HARMONICS], 0, 1, 'float32', 9));
    const { value, grads } = tf.variableGrads(() =>
      themeLoss('CTC-A', backend)([target], network.apply(hcqt, { training: true }) as Tensor3D),
    );
    const byName = network.trainableWeights.map((weight) => grads[(weight.read() as Variable).name]);
    const result = { loss: value.dataSync()[0], gradients: byName.map((gradient) => Float32Array.from(gradient.dataSync())) };
    tf.dispose([value, grads, hcqt]);
    network.dispose();
    return result;
  }

  it('is the same on tfjs-wasm and tfjs-cpu', async () => {
    const wasm = await on('wasm', step);
    const cpu = await on('cpu', step);
    expectNear([wasm.loss], [cpu.loss], 1e-5);
    expect(wasm.gradients.length).toBe(14);
    for (let k = 0; k < 14; k += 2) {
      const largest = cpu.gradients[k].reduce((most, g) => Math.max(most, Math.abs(g)), 0);
      expect(largest > 0).toBe(true);
      expectNear(wasm.gradients[k], cpu.gradients[k], 1e-5, largest);
      // A bias gets a sum over all frames and bins, most of which cancels; under a softmax all of conv6's would.
      expectNear(wasm.gradients[k + 1], cpu.gradients[k + 1], 2e-4, largest);
    }
  });
});
