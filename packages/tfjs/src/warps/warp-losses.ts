import type { PiecewiseLinearWarp, TimeErrorOptions, WarpLoss } from '@rubato/gdtw';
import { largestErrorLoss as largestError, timeDeviationLoss as timeDeviation, timeErrorLoss as timeError } from '@rubato/gdtw';
import type { Tensor } from '@tensorflow/tfjs-core';
import { getBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import { checkOptions, checkTensor, checkWord, isTensor, refuse } from '../check.ts';
import type { Lengths } from '../lengths.ts';
import { readLengths } from '../lengths.ts';
import type { Reduction } from '../loss-options.ts';
import { reductions } from '../loss-options.ts';
import { reduceLosses } from '../reduce.ts';
import { solveOnTensors } from '../solve-on-tensors.ts';
import { inBatch } from './item-errors.ts';
import type { ItemNumbersInput } from './item-numbers.ts';
import { readItemNumbers } from './item-numbers.ts';
import { readForWarps } from './read-for-warps.ts';
import { roundNumbers } from './round-numbers.ts';
import type { WarpSpan } from './warp-span.ts';
import { readWarpSpan } from './warp-span.ts';
import type { WarpTruth } from './warp-truth.ts';
import { readWarpTruth } from './warp-truth.ts';

export interface WarpLossOptions extends WarpSpan {
  /** Where the warps' knots are, on y's time axis: lists [K] or [B, K]. Default: 0, 1, 2, … */
  readonly positions?: Exclude<ItemNumbersInput, Tensor>;
  /** The number of knots of each item, at least 2. Default: all. */
  readonly lengths?: Lengths;
  /** Default `'mean'`; `'meanByTargetLength'` divides by the number of knots. */
  readonly reduction?: Reduction;
}

/**
 * TimeErr of warps, `1/S ∫|φ(s) - φ_gt(s)| ds`, exactly: nothing is sampled. Gradients by the warps, and by the truth where that is a tensor.
 *
 * Where φ and the truth agree on a whole stretch 0 is taken of the subgradients. Second derivatives are refused.
 * Sources: Xu, Garg, Milford & Gould, ICLR 2023, equation 9; Thickstun, Brennan & Verma 2020.
 *
 * @param warps [B, K], as `decDtw` answers
 * @param truth times at the same positions, or a true warp for each item
 * @returns a scalar, or [B] with reduction `'none'`, in x's time units
 * @throws InvalidArgumentError naming the first number, length or side that is wrong
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { timeErrorLoss } from '@rubato/tfjs';
 * const warps = tf.tensor2d([[1, 2.5, 5]]);
 * timeErrorLoss(warps, [0, 2, 4]).dataSync()[0]; // → 0.75
 * timeErrorLoss(warps, [{ positions: [0, 4], times: [0, 4] }], { positions: [0, 2, 4] }).dataSync()[0]; // → 0.75
 * ```
 */
export function timeErrorLoss(warps: Tensor, truth: WarpTruth, options: WarpLossOptions = {}): Tensor {
  return warpLoss(timeError, warps, truth, options);
}

/**
 * TimeDev of warps, `√(1/S ∫(φ(s) - φ_gt(s))² ds)`, exactly: nothing is sampled. Gradients by the warps, and by the truth where that is a
 * tensor.
 *
 * Where φ is the truth throughout the gradient is 0, one of the subgradients. Second derivatives are refused.
 * Sources: Xu, Garg, Milford & Gould, ICLR 2023, equation 9; Thickstun, Brennan & Verma 2020.
 *
 * @param warps [B, K], as `decDtw` answers
 * @param truth times at the same positions, or a true warp for each item
 * @returns a scalar, or [B] with reduction `'none'`, in x's time units
 * @throws InvalidArgumentError naming the first number, length or side that is wrong
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { timeDeviationLoss } from '@rubato/tfjs';
 * timeDeviationLoss(tf.tensor2d([[2, 3, 4]]), [0, 1, 2]).dataSync()[0]; // → 2
 * ```
 */
export function timeDeviationLoss(warps: Tensor, truth: WarpTruth, options: WarpLossOptions = {}): Tensor {
  return warpLoss(timeDeviation, warps, truth, options);
}

/**
 * The largest error of warps, `max_s |φ(s) - φ_gt(s)|`. Gradients by the warps, and by the truth where that is a tensor: those of the first
 * position where the error is as large as anywhere. Second derivatives are refused.
 *
 * @param warps [B, K], as `decDtw` answers
 * @param truth times at the same positions, or a true warp for each item
 * @returns a scalar, or [B] with reduction `'none'`, in x's time units
 * @throws InvalidArgumentError naming the first number, length or side that is wrong
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { largestErrorLoss } from '@rubato/tfjs';
 * largestErrorLoss(tf.tensor2d([[0, 3.5, 4]]), [0, 2, 4]).dataSync()[0]; // → 1.5
 * ```
 */
export function largestErrorLoss(warps: Tensor, truth: WarpTruth, options: WarpLossOptions = {}): Tensor {
  return warpLoss(largestError, warps, truth, options);
}

type LossOfWarp = (predicted: PiecewiseLinearWarp, truth: PiecewiseLinearWarp, options: TimeErrorOptions) => WarpLoss;

function warpLoss(loss: LossOfWarp, warps: Tensor, truth: WarpTruth, options: WarpLossOptions): Tensor {
  checkOptions(options, ['positions', 'lengths', 'reduction', 'from', 'to']);
  checkTensor('warps', warps, ['B', 'K']);
  const [batch, width] = warps.shape as [number, number];
  if (width < 2) refuse('warps', warps, 'a float32 tensor [B, K] with K at least 2');
  const { positions = Array.from({ length: width }, (_, k) => k), lengths, reduction = 'mean' } = options;
  checkWord('options.reduction', reduction, reductions);
  if (isTensor(positions)) refuse('options.positions', positions, 'lists: there is no gradient by positions');
  const counts = readLengths('options.lengths', lengths, batch, width, 2);
  const places = readItemNumbers('options.positions', positions, { batch, width, counts });
  const truths = readWarpTruth(truth, batch, width, counts);
  const numbers = readForWarps(warps, 'warps');
  const spans = readWarpSpan(options, batch);

  const errors = new Float64Array(batch);
  const byWarps = new Float64Array(batch * width);
  for (let b = 0; b < batch; b++) {
    const knots = places.of(b);
    const times = Float64Array.from(numbers.subarray(b * width, b * width + counts[b]));
    const names = {
      ...truths.names(b),
      'predicted.times': (index: readonly number[] = []) => ({ argument: 'warps', index: [b, ...index] }),
      'predicted.positions': (index: readonly number[] = [0]) => ({ argument: 'options.positions', index: places.place(b, index[0]) }),
      ...spans.names(b),
    };
    const { value, gradient } = inBatch(names, () => loss({ positions: knots, times }, truths.of(b, knots), spans.of(b)));
    errors[b] = value;
    byWarps.set(gradient, b * width);
  }
  const values = roundNumbers(errors, (item) => ({ argument: 'truth', index: [item], what: 'error' }));
  // On the same knots only the difference counts.
  const inputs: Tensor[] = isTensor(truth) ? [warps, truth] : [warps];
  return tidy(() => {
    const losses = solveOnTensors(inputs, (wantsGradient) => {
      if (!wantsGradient) return { values, gradients: [] };
      const gradients = [byWarps, byWarps.map((value) => -value)].slice(0, inputs.length);
      // What comes from above cannot be read at once there.
      const onDevice = getBackend() === 'webgpu';
      return { values, gradients: onDevice ? gradients.map((each) => tensor(Float32Array.from(each), warps.shape)) : gradients };
    });
    return reduceLosses(losses, counts, { reduction });
  });
}
