import { InvalidArgumentError } from '@rubato/core';
import type { NumericArray } from '@rubato/io';
import { describe, expect, it } from 'vitest';
import { loadWeights } from '../../src/network/load-weights.ts';
import { startWasm } from '../../src/network/start-wasm.ts';
import { themeNetwork } from '../../src/network/theme-network.ts';

await startWasm();

const shapes: Readonly<Record<string, readonly number[]>> = {
  conv1: [64, 6, 3, 3],
  conv2: [32, 64, 3, 3],
  conv3: [32, 32, 3, 3],
  conv4: [32, 32, 3, 3],
  conv5: [8, 32, 3, 42],
  conv6: [1, 8, 1, 1],
  convEps: [1, 1, 1, 216],
};

function tensorOf(shape: readonly number[], value: (k: number) => number): NumericArray<'float32'> {
  const size = shape.reduce((a, b) => a * b, 1);
  return { dtype: 'float32', shape, data: Float32Array.from({ length: size }, (_, k) => value(k)) };
}

/** Tensors in PyTorch's layout, each number its own place. */
function storedTensors(): Map<string, NumericArray> {
  return new Map(
    Object.entries(shapes).flatMap(([layer, shape]) => [
      [`${layer}.weight`, tensorOf(shape, (k) => k)],
      [`${layer}.bias`, tensorOf([shape[0]], (k) => -k - 1)],
    ]),
  );
}

describe('loadWeights', () => {
  const network = themeNetwork();

  it('turns kernels [out, in, time, frequency] into [time, frequency, in, out]', () => {
    loadWeights(network, storedTensors());
    const [kernel, bias] = network.getLayer('conv5').getWeights();
    expect(kernel.shape).toEqual([3, 42, 32, 8]);
    const values = kernel.dataSync();
    for (const [out, channel, time, frequency] of [
      [0, 0, 0, 1],
      [7, 31, 2, 41],
      [3, 5, 1, 20],
    ]) {
      expect(values[((time * 42 + frequency) * 32 + channel) * 8 + out]).toBe(((out * 32 + channel) * 3 + time) * 42 + frequency);
    }
    expect([...bias.dataSync()]).toEqual([-1, -2, -3, -4, -5, -6, -7, -8]);
    expect([...network.getLayer('convEps').getWeights()[0].dataSync()]).toEqual(Array.from({ length: 216 }, (_, k) => k));
  });

  it('takes the fixed pooling kernels where they are what the network has built in', () => {
    const tensors = storedTensors();
    tensors
      .set(
        'pool1.weight',
        tensorOf([1, 1, 1, 3], () => 1),
      )
      .set(
        'pool1.bias',
        tensorOf([1], () => 0),
      );
    tensors.set(
      'pool2.weight',
      tensorOf([1, 1, 1, 61], (k) => (k % 12 === 0 ? 1 : 0)),
    );
    loadWeights(network, tensors);
    tensors.set(
      'pool2.weight',
      tensorOf([1, 1, 1, 61], () => 1),
    );
    expect(refusal(tensors)).toBe('tensors["pool2.weight"][0, 0, 0, 1] is 1; expected 0, since it is fixed');
    tensors.delete('pool2.weight');
    tensors.set(
      'pool1.bias',
      tensorOf([1], () => 0.5),
    );
    expect(refusal(tensors)).toBe('tensors["pool1.bias"][0] is 0.5; expected 0, since it is fixed');
  });

  it('names the tensor that does not fit, and changes nothing then', () => {
    loadWeights(network, storedTensors());
    const changed = (name: string, tensor: NumericArray | undefined): Map<string, NumericArray> => {
      const tensors = storedTensors();
      tensors.set(
        'conv1.bias',
        tensorOf([64], () => 7),
      );
      if (tensor === undefined) tensors.delete(name);
      else tensors.set(name, tensor);
      return tensors;
    };
    expect(refusal(changed('conv4.bias', undefined))).toBe('tensors["conv4.bias"] is missing; expected float32 [32]');
    expect(
      refusal(
        changed(
          'conv2.weight',
          tensorOf([3, 3, 64, 32], () => 0),
        ),
      ),
    ).toBe('tensors["conv2.weight"] is float32 [3, 3, 64, 32]; expected float32 [32, 64, 3, 3]');
    expect(refusal(changed('conv6.bias', { dtype: 'float64', shape: [1], data: Float64Array.of(0) }))).toBe(
      'tensors["conv6.bias"] is float64 [1]; expected float32 [1]',
    );
    expect(
      refusal(
        changed(
          'convEps.weight',
          tensorOf([1, 1, 1, 216], (k) => (k === 9 ? NaN : 0)),
        ),
      ),
    ).toContain('[9] is NaN');
    expect(
      refusal(
        changed(
          'conv7.weight',
          tensorOf([1], () => 0),
        ),
      ),
    ).toContain('tensors["conv7.weight"]');
    expect(network.getLayer('conv1').getWeights()[1].dataSync()[0]).toBe(-1);
  });

  function refusal(tensors: ReadonlyMap<string, NumericArray>): string {
    try {
      loadWeights(network, tensors);
    } catch (error) {
      if (error instanceof InvalidArgumentError) return error.message;
      throw error;
    }
    return expect.fail('nothing was refused');
  }
});
