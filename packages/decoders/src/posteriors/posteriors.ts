import { checkWhole, isList, refuse } from '../check.ts';

/** What the numbers of posteriors are. */
export type PosteriorForm = 'probabilities' | 'logProbabilities' | 'logits';

/** What a network says of each class in each frame: the input of every decoder. */
export interface Posteriors {
  /** One number per item, frame and class, row by row. Never modified. */
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [batch: number, frames: number, classes: number];
  /** The number of frames of each item, [batch]; whatever stands behind them is ignored. Default: all. */
  readonly lengths?: ArrayLike<number>;
  /**
   * `'probabilities'` (default): rows are distributions. `'logProbabilities'`: natural logarithms of such. `'logits'`: any numbers, of
   * which the softmax is taken.
   */
  readonly form?: PosteriorForm;
}

/** The class that means "no label here", or `'none'` for networks without one, as SDTW trains them. */
export type Blank = number | 'none';

const forms: readonly PosteriorForm[] = ['probabilities', 'logProbabilities', 'logits'];
const LARGEST_SIDE = 2 ** 31 - 1;

/**
 * Refuses posteriors that are no such: data that is no float array, a shape that does not fit it, a side of 0, a length outside
 * 1 … frames. The numbers themselves are checked where a frame is read.
 *
 * @throws InvalidArgumentError naming the argument and the first bad index
 */
export function checkPosteriors(posteriors: unknown, argument: string = 'posteriors'): asserts posteriors is Posteriors {
  if (typeof posteriors !== 'object' || posteriors === null) refuse(argument, posteriors, 'an object with data and shape');
  const { data, shape, lengths, form } = posteriors as Partial<Posteriors>;
  if (!(data instanceof Float32Array || data instanceof Float64Array)) refuse(`${argument}.data`, data, 'a Float32Array or a Float64Array');
  if (!isList(shape) || shape.length !== 3) refuse(`${argument}.shape`, shape, 'three numbers: batch, frames, classes');
  for (let axis = 0; axis < 3; axis++) checkWhole(`${argument}.shape`, shape[axis], 1, LARGEST_SIDE, [axis]);
  const [batch, frames, classes] = shape;
  if (data.length !== batch * frames * classes) {
    refuse(`${argument}.data.length`, data.length, `${batch * frames * classes}, the product of the shape [${shape.join(', ')}]`);
  }
  if (form !== undefined && !forms.includes(form)) refuse(`${argument}.form`, form, `one of ${forms.join(', ')}`);
  if (lengths === undefined) return;
  if (!isList(lengths) || lengths.length !== batch) refuse(`${argument}.lengths`, lengths, `${batch} numbers of frames, one per item`);
  for (let item = 0; item < batch; item++) checkWhole(`${argument}.lengths`, lengths[item], 1, frames, [item]);
}

/** Refuses a blank that is neither `'none'` nor one of the classes. */
export function checkBlank(blank: unknown, classes: number): asserts blank is Blank {
  if (blank === 'none') return;
  if (Number.isInteger(blank) && (blank as number) >= 0 && (blank as number) < classes) return;
  refuse('options.blank', blank, `a class from 0 to ${classes - 1}, or 'none'`);
}
