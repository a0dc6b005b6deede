import { UnsupportedError } from '@rubato/core';
import type {
  Conv2DBackpropFilterAttrs,
  Conv2DBackpropFilterInputs,
  KernelConfig,
  NamedAttrMap,
  NamedTensorInfoMap,
} from '@tensorflow/tfjs-core';
import type { Rank, Tensor4D, TensorInfo } from '@tensorflow/tfjs-core';
import { backend_util, concat, conv2d, Conv2DBackpropFilter, pad, reshape, stridedSlice, tidy, transpose } from '@tensorflow/tfjs-core';

/**
 * The kernel that tfjs-wasm 4.22 has not: the gradient of a convolution by its filter,
 * `dW[i, j, c, d] = Σ_{b, t, f} x[b, s·t + i, s·f + j, c]·dy[b, t, f, d]`, x padded.
 *
 * For each row i of the filter that is itself a convolution along the width, with dy as its filter: items and output rows are its
 * channels, the columns of dy its taps, c its images, j its outputs. All rows at once are one run of tfjs-wasm's convolution, on kh
 * copies of x. Products of shifted matrices, one for each i and j, would be as many multiplications and need kh·kw copies.
 *
 * Any strides, any padding; `channelsFirst` is refused with an UnsupportedError, as tfjs-wasm's convolution does.
 */
export const wasmFilterGradient: KernelConfig = {
  kernelName: Conv2DBackpropFilter,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs }) => filterGradient(inputs, attrs),
};

function filterGradient(inputs: NamedTensorInfoMap | undefined, attrs: NamedAttrMap | undefined): TensorInfo {
  // The engine hands over tensors, and calls what they are made of.
  const { x, dy } = inputs as unknown as Record<keyof Conv2DBackpropFilterInputs, Tensor4D>;
  const { strides, pad: padding, dataFormat, dimRoundingMode, filterShape } = attrs as unknown as Conv2DBackpropFilterAttrs;
  if (dataFormat !== 'NHWC') throw new UnsupportedError('tfjs-wasm', `the filter gradient of a convolution in ${dataFormat}`);
  const sides = backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, padding, dimRoundingMode);
  const { batchSize, inChannels, outChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } = sides;
  const { top, bottom, left, right } = sides.padInfo;
  return tidy(() => {
    const padded = pad(x, [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]);
    const width = (outWidth - 1) * strideWidth + filterWidth;
    // [inChannels, width, batch, outHeight] for each row of the filter.
    const images = Array.from({ length: filterHeight }, (_, i) => {
      const end = [batchSize, i + (outHeight - 1) * strideHeight + 1, width, inChannels];
      return transpose(stridedSlice(padded, [0, i, 0, 0], end, [1, strideHeight, 1, 1]), [3, 2, 0, 1]);
    });
    const frames = batchSize * outHeight;
    const stacked = reshape<Rank.R4>(concat(images, 0), [1, filterHeight * inChannels, width, frames]);
    const taps = reshape<Rank.R4>(transpose(dy, [2, 0, 1, 3]), [1, outWidth, frames, outChannels]);
    const outputs = conv2d(stacked, taps, 1, 'valid', 'NHWC', [1, strideWidth]);
    return transpose(reshape(outputs, [filterHeight, inChannels, filterWidth, outChannels]), [0, 2, 1, 3]);
  });
}
