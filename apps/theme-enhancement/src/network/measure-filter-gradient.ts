import { openWasm } from '@rubato/backend-wasm';
import type { Backend } from '@rubato/core';
import { isUnavailable } from '@rubato/core';
import { version_cpu } from '@tensorflow/tfjs-backend-cpu';
import type { Conv2DBackpropFilterAttrs, KernelConfig, KernelFunc, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { themeLoss } from '../losses/theme-loss.ts';
import type { Theme } from '../shared-data/theme.ts';
import { BINS, HARMONICS, PITCH_CLASSES } from '../shared-data/theme.ts';
import { startWasm } from './start-wasm.ts';
import { themeNetwork } from './theme-network.ts';

/** Frames of a theme of usual length, and few enough for tfjs-cpu to end within seconds. */
const FRAMES = { whole: 143, cut: 4 };
const ROUNDS = 7;

const filterKernel = tf.Conv2DBackpropFilter;
const inputKernel = tf.Conv2DBackpropInput;

/** The filter gradient as products of shifted matrices, stride 1: what ours is measured against. */
const shiftedProducts: KernelFunc = ({ inputs, attrs }) => {
  const { x, dy } = inputs as unknown as Record<'x' | 'dy', Tensor4D>;
  const { strides, pad, filterShape } = attrs as unknown as Conv2DBackpropFilterAttrs;
  const { padInfo, outHeight, outWidth } = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad);
  const [batch, , , channels] = x.shape;
  return tf.tidy(() => {
    const { top, bottom, left, right } = padInfo;
    const padded = tf.pad(x, [[0, 0], [top, bottom], [left, right], [0, 0]]); // prettier-ignore
    const rows = tf.reshape(dy, [-1, filterShape[3]]);
    const products: tf.Tensor[] = [];
    for (let i = 0; i < filterShape[0]; i++) {
      for (let j = 0; j < filterShape[1]; j++) {
        const shifted = tf.tidy(() => tf.reshape(tf.slice(padded, [0, i, j, 0], [batch, outHeight, outWidth, channels]), [-1, channels]));
        products.push(tf.matMul(shifted, rows, true));
        shifted.dispose();
      }
    }
    return tf.reshape(tf.stack(products), filterShape);
  });
};

/** A theme of noise: how long a step takes does not depend on the numbers. */
function noise(frames: number): Theme {
  const weak = new Float32Array(2 * PITCH_CLASSES);
  weak[1] = weak[PITCH_CLASSES + 2] = 1;
  const strong = new Float32Array(frames * PITCH_CLASSES);
  for (let n = 0; n < frames; n++) strong[n * PITCH_CLASSES + (2 * n < frames ? 1 : 2)] = 1;
  const hcqt = tf.tidy(() => tf.randomUniform([frames, BINS, HARMONICS], 0, 1, 'float32', 1).dataSync() as Float32Array);
  return { name: 'noise', role: 'train', frames, hcqt, weak, strong, labels: Int32Array.of(1, 2) };
}

/** Milliseconds of processor time, which busy neighbours change little, of one loss and its gradients by all parameters. */
function step(theme: Theme, backend: Backend): number {
  const network = themeNetwork();
  const start = process.cpuUsage();
  tf.tidy(() => {
    const hcqt = tf.tensor4d(theme.hcqt, [1, theme.frames, BINS, HARMONICS]);
    const { value, grads } = tf.variableGrads(() =>
      themeLoss('CTC-A', backend)([theme], network.apply(hcqt, { training: true }) as Tensor3D),
    );
    value.dataSync();
    for (const gradient of Object.values(grads)) gradient.dataSync();
  });
  const { user, system } = process.cpuUsage(start);
  network.dispose();
  return (user + system) / 1000;
}

function use(...kernels: readonly KernelConfig[]): void {
  for (const kernel of kernels) {
    tf.unregisterKernel(kernel.kernelName, 'wasm');
    tf.registerKernel(kernel);
  }
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
const tell = (what: string, times: readonly number[]): void =>
  console.log(
    `${what}: ${median(times).toFixed(0)} ms of processor time, median of ${times.length} (${times.map((time) => time.toFixed(0)).join(' ')})`,
  );

const builtIn = tf.getKernel(inputKernel, 'wasm');
await startWasm();
const backend = await openWasm();
if (isUnavailable(backend)) throw new Error(backend.reason);
const ours = [tf.getKernel(filterKernel, 'wasm'), tf.getKernel(inputKernel, 'wasm')] as const;
const variants: readonly (readonly [name: string, kernels: readonly KernelConfig[], times: number[]])[] = [
  ['filter gradient as shifted products, input gradient built in', [{ ...ours[0], kernelFunc: shiftedProducts }, builtIn], []],
  ['filter gradient as one convolution, input gradient built in', [ours[0], builtIn], []],
  ['both as convolutions', ours, []],
];
console.log(`One gradient step of the network of Table II on one theme of ${FRAMES.whole} frames, tfjs-wasm (loss CTC-A)`);
const whole = noise(FRAMES.whole);
for (let round = -1; round < ROUNDS; round++) {
  for (const [, kernels, times] of variants) {
    use(...kernels);
    const time = step(whole, backend);
    // The first round warms up.
    if (round >= 0) times.push(time);
  }
}
for (const [name, , times] of variants) tell(name, times);

console.log(`The same on ${FRAMES.cut} frames, against tfjs-cpu ${version_cpu}`);
use(...ours);
const cut = noise(FRAMES.cut);
const wasm = Array.from({ length: ROUNDS }, () => step(cut, backend));
tell('tfjs-wasm, both as convolutions', wasm);
await tf.setBackend('cpu');
const cpu = [step(cut, backend)];
tell('tfjs-cpu', cpu);
console.log(`tfjs-cpu takes ${(median(cpu) / median(wasm)).toFixed(0)} times as long`);
await backend.dispose();
