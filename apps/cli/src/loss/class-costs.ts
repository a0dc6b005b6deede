import type { FloatArray } from '@rubato/costs';
import { UsageError } from '../errors.ts';
import type { Batch } from './batch.ts';

/** What the numbers of a frame say about its classes: p, log p, or z with p = softmax(z). */
export type ClassForm = 'probabilities' | 'logProbabilities' | 'logits';

/** Rounding may lift the logarithm of a probability of 1 this far. */
const ROUNDING = 1e-4;

const EXPECTED: Readonly<Record<ClassForm, string>> = {
  probabilities: 'a probability from 0 to 1',
  logProbabilities: 'a log-probability: at most 0, or -inf',
  logits: 'a finite number',
};

const FITS: Readonly<Record<ClassForm, (value: number) => boolean>> = {
  probabilities: (value) => value >= 0 && value <= 1 + ROUNDING,
  logProbabilities: (value) => value <= ROUNDING,
  logits: (value) => Number.isFinite(value),
};

/**
 * The costs `-log p(class | frame)` of all classes, and the pullback to the numbers given.
 *
 * For logits `log p = z - log Σ exp z`, with the largest taken out of the sum, so that a probability near 1 keeps its digits
 * (Blanchard, D. J. Higham & N. J. Higham, IMA Journal of Numerical Analysis 41(4), 2021).
 *
 * @param lengths the frames of each item; what stands behind them is not looked at
 * @throws UsageError naming the first number that is no number of that form
 */
export function classCosts(
  input: Batch,
  form: ClassForm,
  lengths: ArrayLike<number>,
): { readonly values: Float64Array; readonly pullback: (gradient: FloatArray) => FloatArray } {
  const { data, batch, length, dimension } = input;
  // float64 whatever the file has: the problem's precision is asked for apart from it.
  const values = new Float64Array(data.length);
  const eachFrame = (visit: (start: number) => void): void => {
    for (let b = 0; b < batch; b++) {
      for (let n = 0; n < lengths[b]; n++) visit((b * length + n) * dimension);
    }
  };
  eachFrame((start) => {
    for (let d = 0; d < dimension; d++) {
      if (FITS[form](data[start + d])) continue;
      const frame = start / dimension;
      const item = batch === 1 ? '' : `item ${Math.floor(frame / length)}, `;
      throw new UsageError(`${input.name}: ${item}frame ${frame % length}, class ${d} is ${data[start + d]}; expected ${EXPECTED[form]}`);
    }
    writeCosts(form, data, start, dimension, values);
  });
  return {
    values,
    pullback(gradient) {
      const result = gradient instanceof Float32Array ? new Float32Array(data.length) : new Float64Array(data.length);
      eachFrame((start) => pullFrame(form, data, values, gradient, start, dimension, result));
      return result;
    },
  };
}

function writeCosts(form: ClassForm, data: FloatArray, start: number, dimension: number, values: FloatArray): void {
  const end = start + dimension;
  if (form !== 'logits') {
    // 0 - x and not -x: no cost of -0.
    for (let i = start; i < end; i++) values[i] = 0 - (form === 'probabilities' ? Math.log(data[i]) : data[i]);
    return;
  }
  let largest = start;
  for (let i = start + 1; i < end; i++) if (data[i] > data[largest]) largest = i;
  let others = 0;
  for (let i = start; i < end; i++) if (i !== largest) others += Math.exp(data[i] - data[largest]);
  const logSum = Math.log1p(others);
  for (let i = start; i < end; i++) values[i] = logSum - (data[i] - data[largest]);
}

function pullFrame(
  form: ClassForm,
  data: FloatArray,
  values: FloatArray,
  gradient: FloatArray,
  start: number,
  dimension: number,
  result: FloatArray,
): void {
  const end = start + dimension;
  let sum = 0;
  for (let i = start; i < end; i++) sum += gradient[i];
  for (let i = start; i < end; i++) {
    // A class that no path visits has gradient 0, whatever its probability.
    if (form === 'probabilities') result[i] = gradient[i] === 0 ? 0 : -gradient[i] / data[i];
    else result[i] = (form === 'logits' ? sum * Math.exp(-values[i]) : 0) - gradient[i];
  }
}
