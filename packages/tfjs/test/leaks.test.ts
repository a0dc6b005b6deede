import { openCpu } from '@rubato/backend-cpu';
import { openWasm } from '@rubato/backend-wasm';
import type { Backend } from '@rubato/core';
import { isUnavailable } from '@rubato/core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ctcLoss, softDtwDivergence, softDtwLoss } from '../src/index.ts';
import { randomTensor } from './support/random-tensor.ts';
import { tf } from './support/tf.ts';
import { watchMemories } from './support/wasm-memory.ts';

const STEPS = 500;

const memories = watchMemories();
const wasm = await openWasm();
if (isUnavailable(wasm)) throw new Error(wasm.reason);

const labels = [[1, 2, 2], [3], []];
const inputs = randomTensor([3, 7, 5], 4);
const sequences = randomTensor([3, 6, 4], 5);

type Loss = (predictions: Tensor, backend: Backend) => Tensor;

const losses: readonly (readonly [string, Loss])[] = [
  ['ctcLoss', (x, backend) => ctcLoss(labels, x, { backend, predictionLengths: [7, 5, 6], labelSmoothing: 0.01 })],
  ['softDtwLoss', (x, backend) => softDtwLoss(sequences, x, { backend, targetLengths: [6, 4, 5] })],
  ['softDtwDivergence', (x, backend) => softDtwDivergence(sequences, x, { backend })],
];

describe.each([openCpu(), wasm])(`$name: ${STEPS} training steps`, (backend) => {
  it.each(losses)('with %s leave no tensor and no byte behind', (_, loss) => {
    const weights = tf.variable(randomTensor([1, 5, 4], 3));
    const optimizer = tf.train.adam(0.01);
    const step = (): void => {
      optimizer.minimize(() => loss(tf.matMul(inputs, tf.tile(weights, [3, 1, 1])), backend) as Scalar);
    };
    // The optimizer makes its moments at the first step, and a backend takes the memory that it keeps.
    step();
    const { numTensors, numDataBuffers, numBytes } = tf.memory();
    const taken = memories();
    const before = weights.dataSync().slice();
    for (let k = 0; k < STEPS; k++) step();
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
    expect(memories()).toEqual(taken);
    expect(weights.dataSync()).not.toEqual(before);
    optimizer.dispose();
    weights.dispose();
  });
});

it('counts the memory of the WebAssembly backend', () => {
  expect(memories().count).toBe(1);
  const { bytes } = memories();
  const long: Tensor = tf.zeros([1, 400, 300]);
  tf.tidy(() => tf.grad((x: Tensor) => softDtwLoss(long, x, { backend: wasm }))(long)).dispose();
  long.dispose();
  expect(memories().bytes).toBeGreaterThan(bytes);
});
