import { bernoulliInputs, createBernoulliRow, largestNegativeLog } from './bernoulli.ts';
import { crossEntropyOfLogits, crossEntropyOfProbabilities } from './bernoulli-programs.ts';
import { anyNumber, probability } from './domains.ts';
import { readParameters } from './parameters.ts';
import type { LocalCost } from './record.ts';

/**
 * Binary cross-entropy, summed: c(x, y) = -Σ_d (y_d log x_d + (1 - y_d) log(1 - x_d)).
 *
 * Parameter `input`: `'probabilities'` (default; x_d in [0, 1]) or `'logits'` (x_d any finite number, and the
 * probability is 1/(1 + e^-x_d)); y_d in [0, 1]. 0·log 0 = 0; a certain contradiction (x_d = 0 with y_d > 0, x_d = 1
 * with y_d < 1) costs Infinity. Gradient for x: (x_d - y_d)/(x_d(1 - x_d)), for logits sigmoid(x_d) - y_d; for y:
 * log(1 - x_d) - log x_d, for logits -x_d. In gradients a probability below 1e-250 counts as 1e-250, so that they stay
 * finite.
 * Source: Zeitler & Müller, "A unified perspective on CTC and soft-DTW using differentiable DTW", IEEE/ACM TASLPRO 34,
 * 2026, equation (31).
 *
 * @throws RangeError (from `prepare`) when `input` is neither, or for any other parameter
 *
 * @example
 * ```ts
 * import { binaryCrossEntropy } from '@rubato/costs';
 * const cost = binaryCrossEntropy.prepare({ name: 'binaryCrossEntropy' }, 2);
 * const out = new Float64Array(2);
 * cost.row(Float64Array.of(0.5, 1), 0, Float64Array.of(1, 1, 0, 0), 0, 2, out, 0);
 * [...out]; // → [Math.log(2), Infinity]
 * ```
 */
export const binaryCrossEntropy: LocalCost = {
  name: 'binaryCrossEntropy',
  prepare(specification, dimension) {
    const parameters = readParameters('binaryCrossEntropy', specification, dimension, ['input']);
    const input = parameters.choice('input', bernoulliInputs) ?? 'probabilities';
    const logits = input === 'logits';
    const xDomain = logits ? anyNumber : probability;
    const bernoulli = createBernoulliRow(input, dimension);
    const { activeCost, inactiveCost, activeSlope, inactiveSlope } = bernoulli;
    const activeSum = new Float64Array(dimension);
    const inactiveSum = new Float64Array(dimension);
    const targetSlope = new Float64Array(dimension);

    return {
      dimension,
      domain: (sequence) => (sequence === 'x' ? xDomain : probability),
      row(x, xOffset, y, yOffset, count, out, outOffset) {
        const finite = bernoulli.readCosts(x, xOffset);
        for (let k = 0, offset = yOffset; k < count; k++, offset += dimension) {
          let cost = 0;
          if (finite) {
            for (let d = 0; d < dimension; d++) {
              const target = y[offset + d];
              cost += target * activeCost[d] + (1 - target) * inactiveCost[d];
            }
          } else {
            for (let d = 0; d < dimension; d++) {
              const target = y[offset + d];
              if (target !== 0) cost += target * activeCost[d];
              if (target !== 1) cost += (1 - target) * inactiveCost[d];
            }
          }
          out[outOffset + k] = cost;
        }
      },
      pullback(x, xOffset, y, yOffset, count, upstream, upstreamOffset, gradientX, gradientXOffset, gradientY, gradientYOffset) {
        for (let d = 0; d < dimension; d++) {
          const value = x[xOffset + d];
          activeSum[d] = 0;
          inactiveSum[d] = 0;
          targetSlope[d] = logits
            ? -value
            : Math.min(-Math.log(value), largestNegativeLog) - Math.min(-Math.log1p(-value), largestNegativeLog);
        }
        for (let k = 0; k < count; k++) {
          const scale = upstream[upstreamOffset + k];
          if (scale === 0) continue;
          const offset = yOffset + k * dimension;
          const gradientOffset = gradientYOffset + k * dimension;
          for (let d = 0; d < dimension; d++) {
            const target = y[offset + d];
            activeSum[d] += scale * target;
            inactiveSum[d] += scale * (1 - target);
            gradientY[gradientOffset + d] += scale * targetSlope[d];
          }
        }
        bernoulli.readDerivatives(x, xOffset);
        for (let d = 0; d < dimension; d++)
          gradientX[gradientXOffset + d] += activeSum[d] * activeSlope[d] + inactiveSum[d] * inactiveSlope[d];
      },
      program: logits ? crossEntropyOfLogits : crossEntropyOfProbabilities,
    };
  },
};
