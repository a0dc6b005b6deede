import { InvalidArgumentError } from '@rubato/core';
import type { NumericArray } from '@rubato/io';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { reshape, tensor1d, tensor4d, tidy, transpose } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { trainedLayers } from './theme-network.ts';

/** Pooling of the published networks, whose kernels are fixed: every bin of a semitone, and every twelfth semitone. */
const pooling: readonly (readonly [name: string, kernel: readonly number[]])[] = [
  ['pool1', [1, 1, 1]],
  ['pool2', Array.from({ length: 61 }, (_, offset) => (offset % 12 === 0 ? 1 : 0))],
];

/**
 * Puts the weights of a published network into one of `themeNetwork`.
 *
 * Kernels come in PyTorch's order [out, in, time, frequency] and are stored in tfjs's, [time, frequency, in, out]. The kernels of
 * `pool1` and `pool2`, where they are given, must be those that the network has built in. Nothing changes unless all fits.
 *
 * @param model what `themeNetwork` made
 * @param tensors `conv1.weight`, `conv1.bias` to `conv6` and `convEps`, as `readWeights` reads them
 * @throws InvalidArgumentError naming the tensor that is missing, too much, of another type or shape, or not finite
 */
export function loadWeights(model: LayersModel, tensors: ReadonlyMap<string, NumericArray>): void {
  const known = [...trainedLayers, ...pooling.map(([name]) => name)].flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]);
  for (const name of tensors.keys()) {
    if (!known.includes(name)) refuse(name, 'a tensor that the network has not', `only ${known.join(', ')}`);
  }
  checkPooling(tensors);
  const found = trainedLayers.map((name) => {
    const layer = model.getLayer(name);
    const [kernel, bias] = layer.getWeights();
    // The blank's kernel [1, 216, 1, 1] is that of a dense layer here, [216, 1].
    const [height, width, channels, filters] = kernel.rank === 4 ? (kernel as Tensor4D).shape : [1, kernel.size, 1, 1];
    const weight = read(tensors, `${name}.weight`, [filters, channels, height, width]);
    return { layer, kernel, weight, bias: read(tensors, `${name}.bias`, bias.shape) };
  });
  for (const { layer, kernel, weight, bias } of found) {
    tidy(() => {
      const turned = transpose(tensor4d(weight.data, [...weight.shape] as Tensor4D['shape']), [2, 3, 1, 0]);
      layer.setWeights([reshape(turned, kernel.shape), tensor1d(bias.data)]);
    });
  }
}

function checkPooling(tensors: ReadonlyMap<string, NumericArray>): void {
  for (const [name, kernel] of pooling) {
    if (tensors.has(`${name}.weight`)) {
      const { data } = read(tensors, `${name}.weight`, [1, 1, 1, kernel.length]);
      const wrong = data.findIndex((value, offset) => value !== kernel[offset]);
      if (wrong >= 0) refuse(`${name}.weight`, String(data[wrong]), `${kernel[wrong]}, since it is fixed`, [0, 0, 0, wrong]);
    }
    if (tensors.has(`${name}.bias`)) {
      const { data } = read(tensors, `${name}.bias`, [1]);
      if (data[0] !== 0) refuse(`${name}.bias`, String(data[0]), '0, since it is fixed', [0]);
    }
  }
}

/** A float32 tensor of a known shape, all finite. */
function read(tensors: ReadonlyMap<string, NumericArray>, name: string, shape: readonly number[]): NumericArray<'float32'> {
  const expected = `float32 [${shape.join(', ')}]`;
  const tensor = tensors.get(name);
  if (tensor === undefined) return refuse(name, 'missing', expected);
  const fits = tensor.shape.length === shape.length && shape.every((side, axis) => side === tensor.shape[axis]);
  if (tensor.dtype !== 'float32' || !fits) return refuse(name, `${tensor.dtype} [${tensor.shape.join(', ')}]`, expected);
  const wrong = tensor.data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) refuse(name, String(tensor.data[wrong]), 'a finite number', [wrong]);
  return tensor as NumericArray<'float32'>;
}

function refuse(name: string, found: string, expected: string, index?: readonly number[]): never {
  throw new InvalidArgumentError({ argument: `tensors[${JSON.stringify(name)}]`, found, expected, ...(index && { index }) });
}
