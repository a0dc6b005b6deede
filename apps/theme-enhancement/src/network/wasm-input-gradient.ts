import type { Conv2DBackpropInputAttrs, Conv2DBackpropInputInputs, KernelConfig, Tensor4D } from '@tensorflow/tfjs-core';
import { backend_util, conv2d, reverse, tidy, transpose } from '@tensorflow/tfjs-core';

/**
 * The gradient of a convolution by its input, as a convolution of dy with the filter turned around, in place of tfjs-wasm's plain
 * loops: `dx = dy ∗ W[kh-1-i, kw-1-j, d, c]`.
 *
 * It takes stride 1, channels last, and padding smaller than the filter; all else it leaves to `builtIn`.
 */
export function wasmInputGradient(builtIn: KernelConfig): KernelConfig {
  return {
    // Its preparations too: what is left to it still needs them.
    ...builtIn,
    kernelFunc: (parameters) => {
      // The engine hands over tensors, and calls what they are made of.
      const { dy, filter } = parameters.inputs as unknown as Record<keyof Conv2DBackpropInputInputs, Tensor4D>;
      const { strides, pad, dataFormat, dimRoundingMode, inputShape } = parameters.attrs as unknown as Conv2DBackpropInputAttrs;
      if (dataFormat !== 'NHWC') return builtIn.kernelFunc(parameters);
      const sides = backend_util.computeConv2DInfo(inputShape, filter.shape, strides, 1, pad, dimRoundingMode);
      const { top, bottom, left, right } = sides.padInfo;
      const [kh, kw] = [sides.filterHeight - 1, sides.filterWidth - 1];
      const hasStride = sides.strideHeight !== 1 || sides.strideWidth !== 1;
      if (hasStride || Math.max(top, bottom) > kh || Math.max(left, right) > kw) return builtIn.kernelFunc(parameters);
      return tidy(() => {
        const turned = transpose(reverse(filter, [0, 1]), [0, 1, 3, 2]);
        return conv2d(dy, turned, 1, [
          [0, 0],
          [kh - top, kh - bottom],
          [kw - left, kw - right],
          [0, 0],
        ]);
      });
    },
  };
}
