import { refuse } from './check.ts';

/** What the predictions of classes hold. */
export type ClassInput = 'logits' | 'logProbabilities';

/** Rounding in a network's own log-softmax may lift the logarithm of a probability of 1 this far. */
const ROUNDING = 1e-4;

/** Numbers beyond are probability 0: in float32 nothing else is left of them. */
const LEAST_LOG_PROBABILITY = -1e38;

/**
 * Costs -log p(class | frame) of predictions [B, N, K], computed in float64; what stands past an item's length is 0.
 *
 * @throws InvalidArgumentError naming the first number that is no logit, or no log-probability
 */
export function classCosts(predictions: Float32Array, classes: number, rows: number, lengths: Int32Array, input: ClassInput): Float32Array {
  const costs = new Float32Array(predictions.length);
  lengths.forEach((length, b) => {
    for (let n = 0; n < length; n++) {
      const start = (b * rows + n) * classes;
      if (input === 'logits') costsOfLogits(predictions, start, classes, costs, [b, n]);
      else costsOfLogProbabilities(predictions, start, classes, costs, [b, n]);
    }
  });
  return costs;
}

function costsOfLogits(logits: Float32Array, start: number, classes: number, costs: Float32Array, index: readonly number[]): void {
  let largest = -Infinity;
  for (let k = 0; k < classes; k++) {
    const logit = logits[start + k];
    if (!(logit < Infinity)) refuse('predictions', logit, 'a logit: a number, or -Infinity for probability 0', [...index, k]);
    if (logit > largest) largest = logit;
  }
  if (largest === -Infinity) refuse('predictions', -Infinity, 'at least one logit above -Infinity in a row', [...index, 0]);
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += Math.exp(logits[start + k] - largest);
  const normaliser = Math.log(sum);
  for (let k = 0; k < classes; k++) costs[start + k] = normaliser + (largest - logits[start + k]);
}

function costsOfLogProbabilities(
  values: Float32Array,
  start: number,
  classes: number,
  costs: Float32Array,
  index: readonly number[],
): void {
  for (let k = 0; k < classes; k++) {
    const value = values[start + k];
    if (!(value <= ROUNDING)) {
      refuse('predictions', value, 'a log-probability: 0 at most, or -Infinity for probability 0', [...index, k]);
    }
    costs[start + k] = value < LEAST_LOG_PROBABILITY ? Infinity : 0 - value;
  }
}

/**
 * The gradient by the predictions from that by their costs, in place: by log-probabilities it is -g, by logits -g + p·Σg of each row.
 */
export function throughClassCosts(gradient: Float32Array | Float64Array, costs: Float32Array, classes: number, input: ClassInput): void {
  for (let start = 0; start < gradient.length; start += classes) {
    let sum = 0;
    if (input === 'logits') for (let k = 0; k < classes; k++) sum += gradient[start + k];
    for (let k = start; k < start + classes; k++) gradient[k] = sum === 0 ? 0 - gradient[k] : Math.exp(-costs[k]) * sum - gradient[k];
  }
}
