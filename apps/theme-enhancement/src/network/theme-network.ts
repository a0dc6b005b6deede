import { InvalidArgumentError } from '@rubato/core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { initializers, input, layers, model } from '@tensorflow/tfjs-layers';
import { BINS, HARMONICS } from '../shared-data/theme.ts';
import { DropChannel } from './drop-channel.ts';
import { PitchClassPooling } from './pitch-class-pooling.ts';
import { SquaredNormNormalization } from './squared-norm-normalization.ts';

/** A convolution of Table II; all have stride 1, and zeros around so that the sides stay. */
interface Convolution {
  readonly name: string;
  readonly kernelSize: [frames: number, bins: number];
  readonly filters: number;
}

/** The convolutions that a leaky ReLU follows. */
const convolutions: readonly Convolution[] = [
  { name: 'conv1', kernelSize: [3, 3], filters: 64 },
  { name: 'conv2', kernelSize: [3, 3], filters: 32 },
  { name: 'conv3', kernelSize: [3, 3], filters: 32 },
  { name: 'conv4', kernelSize: [3, 3], filters: 32 },
  { name: 'conv5', kernelSize: [3, 42], filters: 8 },
];

/** The layers that are trained, by name. */
export const trainedLayers: readonly string[] = Object.freeze([...convolutions.map(({ name }) => name), 'conv6', 'convEps']);

export interface ThemeNetworkOptions {
  /** A whole number that the initial weights follow from. Default 0. */
  readonly seed?: number;
}

/**
 * The network of Table II: a harmonic constant-Q transform [B, T, 216, 6] → logits [B, T, 13] of twelve pitch classes and the blank.
 *
 * Normalisation, five convolutions with leaky ReLU (slope 0.01), one to a single channel with a sigmoid; of that the bins are summed
 * by pitch class, and a trained sum over all bins makes the blank. 72,970 parameters are trained. They begin uniform within
 * ±1/√fan-in, kernels and biases, as PyTorch's do. Themes of a batch are padded with zero frames, which the last four frames of a
 * shorter theme get to know through the convolutions; alone in its batch a theme is not touched.
 * Source: Zeitler & Müller, IEEE/ACM TASLPRO 34, 2026, Table II, after Zalkow & Müller, IEEE/ACM TASLPRO 29, 2021.
 *
 * @throws InvalidArgumentError for a seed that is no whole number
 */
export function themeNetwork({ seed = 0 }: ThemeNetworkOptions = {}): LayersModel {
  if (!Number.isSafeInteger(seed)) throw new InvalidArgumentError({ argument: 'seed', found: String(seed), expected: 'a whole number' });
  const initializer = uniformInitializers(seed);
  const hcqt = input({ shape: [null, BINS, HARMONICS], name: 'hcqt' });
  let tensor = new SquaredNormNormalization({ name: 'normalization' }).apply(hcqt) as SymbolicTensor;
  let channels = HARMONICS;
  for (const { name, kernelSize, filters } of convolutions) {
    const convolution = { name, kernelSize, filters, padding: 'same', ...initializer(channels * kernelSize[0] * kernelSize[1]) } as const;
    tensor = layers.conv2d(convolution).apply(tensor) as SymbolicTensor;
    tensor = layers.leakyReLU({ alpha: 0.01, name: `${name}LeakyReLU` }).apply(tensor) as SymbolicTensor;
    channels = filters;
  }
  const salience = layers.conv2d({ name: 'conv6', kernelSize: 1, filters: 1, activation: 'sigmoid', ...initializer(channels) });
  const bins = new DropChannel({ name: 'bins' }).apply(salience.apply(tensor)) as SymbolicTensor;
  const pitchClasses = new PitchClassPooling({ name: 'pitchClasses' }).apply(bins) as SymbolicTensor;
  const blank = layers.dense({ name: 'convEps', units: 1, ...initializer(BINS) }).apply(bins) as SymbolicTensor;
  const logits = layers.concatenate({ name: 'logits' }).apply([pitchClasses, blank]) as SymbolicTensor;
  return model({ inputs: hcqt, outputs: logits, name: 'themeNetwork' });
}

type Initializer = ReturnType<typeof initializers.randomUniform>;

/** Hands out initial kernels and biases within ±1/√fan-in, each from a stream of its own. */
function uniformInitializers(seed: number): (fanIn: number) => { kernelInitializer: Initializer; biasInitializer: Initializer } {
  let tensors = 0;
  // Streams of neighbouring seeds must not meet.
  const uniform = (bound: number): Initializer =>
    initializers.randomUniform({ minval: -bound, maxval: bound, seed: seed * STREAMS + tensors++ });
  return (fanIn) => {
    const bound = 1 / Math.sqrt(fanIn);
    return { kernelInitializer: uniform(bound), biasInitializer: uniform(bound) };
  };
}

/** More than there are tensors. */
const STREAMS = 64;
