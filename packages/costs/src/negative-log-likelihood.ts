import { anyNumber, leastLogProbability, leastProbability, logProbability, probability, targetWeight } from './domains.ts';
import { distributionInputs, writeLogProbabilities } from './log-probabilities.ts';
import { negativeLogLikelihoodProgram } from './negative-log-likelihood-program.ts';
import { readParameters } from './parameters.ts';
import type { FloatArray, LocalCost, PreparedCost } from './record.ts';
import { restChoices } from './rests.ts';

/**
 * Negative log-likelihood of a target under the predicted distribution: c(x, y) = -Σ_d y_d log p_d.
 *
 * Y is one-hot, or soft targets y_d ≥ 0 (at most 1e9, not normalised). Parameter `input` says what x holds:
 * `'probabilities'` (default; p_d = x_d in [0, 1]), `'logProbabilities'` (x_d = log p_d; -Infinity, and any number
 * below -1e38, is probability 0) or `'logits'` (p = softmax(x), whose normaliser is part of the cost and of its
 * gradient). 0·log 0 = 0; a target of probability 0 costs Infinity.
 *
 * Parameter `rests` says what an all-zero row of Y costs, and must be given when there is one: `'free'` 0 (the
 * authors' published code), `'forbidden'` Infinity (equation (27) to the letter), `'uniform'` the cross-entropy with
 * the uniform target, -(1/D) Σ_d log p_d.
 *
 * Gradient for x: -y_d/x_d, for log-probabilities -y_d, for logits p_d·Σy - y_d (of a uniform rest y_d counts as 1/D).
 * Gradient for y: -log p_d, and 0 for a rest that is not free. In gradients a probability below 1e-250 counts as
 * 1e-250 and a log-probability below -1e38 as -1e38, so that they stay finite.
 * Source: Zeitler & Müller, "A unified perspective on CTC and soft-DTW using differentiable DTW", IEEE/ACM TASLPRO 34,
 * 2026, equations (26) and (27).
 *
 * @throws RangeError (from `prepare`) when `input` or `rests` is none of the above, or for any other parameter
 *
 * @example
 * ```ts
 * import { negativeLogLikelihood } from '@rubato/costs';
 * const cost = negativeLogLikelihood.prepare({ name: 'negativeLogLikelihood', parameters: { rests: 'uniform' } }, 2);
 * const out = new Float64Array(3);
 * cost.row(Float64Array.of(0.25, 0.75), 0, Float64Array.of(1, 0, 0, 1, 0, 0), 0, 3, out, 0);
 * [...out]; // → [Math.log(4), Math.log(4 / 3), Math.log(16 / 3) / 2]
 * ```
 */
export const negativeLogLikelihood: LocalCost = {
  name: 'negativeLogLikelihood',
  prepare(specification, dimension) {
    const parameters = readParameters('negativeLogLikelihood', specification, dimension, ['input', 'rests']);
    const input = parameters.choice('input', distributionInputs) ?? 'probabilities';
    const rests = parameters.choice('rests', restChoices);
    const xDomain = { probabilities: probability, logProbabilities: logProbability, logits: anyNumber }[input];
    const leastLog = {
      probabilities: Math.log(leastProbability),
      logProbabilities: leastLogProbability,
      logits: -Infinity,
    }[input];
    const logProbabilities = new Float64Array(dimension);
    /** Σ_k upstream_k·y_kd */
    const targetSum = new Float64Array(dimension);

    const restCost = (): number => {
      if (rests === 'free') return 0;
      if (rests !== 'uniform') return Infinity;
      let cost = 0;
      for (let d = 0; d < dimension; d++) cost -= logProbabilities[d];
      return cost / dimension;
    };
    const isRest = (y: FloatArray, offset: number): boolean => {
      for (let d = 0; d < dimension; d++) if (y[offset + d] !== 0) return false;
      return true;
    };

    const prepared: PreparedCost = {
      dimension,
      domain: (sequence) => (sequence === 'x' ? xDomain : targetWeight),
      row(x, xOffset, y, yOffset, count, out, outOffset) {
        writeLogProbabilities(input, x, xOffset, dimension, logProbabilities);
        const costOfRest = restCost();
        for (let k = 0, offset = yOffset; k < count; k++, offset += dimension) {
          let cost = 0;
          let rest = true;
          for (let d = 0; d < dimension; d++) {
            const target = y[offset + d];
            if (target === 0) continue;
            cost -= target * logProbabilities[d];
            rest = false;
          }
          out[outOffset + k] = rest ? costOfRest : cost;
        }
      },
      pullback(x, xOffset, y, yOffset, count, upstream, upstreamOffset, gradientX, gradientXOffset, gradientY, gradientYOffset) {
        writeLogProbabilities(input, x, xOffset, dimension, logProbabilities);
        targetSum.fill(0);
        for (let k = 0; k < count; k++) {
          const scale = upstream[upstreamOffset + k];
          if (scale === 0) continue;
          const offset = yOffset + k * dimension;
          const target = gradientYOffset + k * dimension;
          if (rests !== 'free' && isRest(y, offset)) {
            if (rests === 'uniform') for (let d = 0; d < dimension; d++) targetSum[d] += scale / dimension;
            continue;
          }
          for (let d = 0; d < dimension; d++) {
            targetSum[d] += scale * y[offset + d];
            gradientY[target + d] -= scale * Math.max(logProbabilities[d], leastLog);
          }
        }
        let whole = 0;
        for (let d = 0; d < dimension; d++) whole += targetSum[d];
        for (let d = 0; d < dimension; d++) {
          let slope = targetSum[d];
          if (input === 'probabilities') slope /= Math.max(x[xOffset + d], leastProbability);
          else if (input === 'logits') slope -= whole * Math.exp(logProbabilities[d]);
          gradientX[gradientXOffset + d] -= slope;
        }
      },
      program: negativeLogLikelihoodProgram(input, rests, dimension),
    };
    if (rests !== undefined) return prepared;
    return {
      ...prepared,
      rowProblem: (sequence, values, offset) =>
        sequence === 'y' && isRest(values, offset)
          ? "an all-zero target row (a rest) needs the parameter rests: 'free', 'forbidden' or 'uniform'"
          : undefined,
    };
  },
};
