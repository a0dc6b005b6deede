import { bernoulliInputs, createBernoulliRow } from './bernoulli.ts';
import { anyNumber, leastProbability, probability } from './domains.ts';
import { multiLabelCtcProgram } from './multi-label-ctc-program.ts';
import { readParameters } from './parameters.ts';
import type { LocalCost } from './record.ts';

/**
 * Negative log-probability of a column of multi-label CTC, blank or multi-hot label: c(x, y) = -log p(ε|x) for a blank
 * column, else -log(1 - p(ε|x)) - Σ_{d ≠ blank} log(y_d p_d + (1 - y_d)(1 - p_d)), where p(ε|x) is p at the blank's
 * dimension.
 *
 * Parameters: `blank`, the blank's dimension, a whole number in [0, D), default 0; `input`: `'probabilities'`
 * (default; p_d = x_d in [0, 1]) or `'logits'` (p_d = 1/(1 + e^-x_d)). A blank column of Y is 1 at the blank and 0
 * elsewhere; a label column is 0 at the blank, and elsewhere y_d in [0, 1] (multi-hot, or soft). A column of
 * probability 0 costs Infinity. The gradient for y at the blank is 0 (it chooses the column's kind), as is all of it
 * in a blank column. In gradients a probability below 1e-250 counts as 1e-250, so that they stay finite.
 * Sources: Zeitler & Müller, "A unified perspective on CTC and soft-DTW using differentiable DTW", IEEE/ACM TASLPRO
 * 34, 2026, equations (28) to (30); Wigington, Price & Cohen, "Multi-label connectionist temporal classification",
 * ICDAR 2019.
 *
 * @throws RangeError (from `prepare`) when `blank` is no dimension or `input` is neither, or for any other parameter
 *
 * @example
 * ```ts
 * import { multiLabelCtc } from '@rubato/costs';
 * const cost = multiLabelCtc.prepare({ name: 'multiLabelCtc' }, 3);
 * const out = new Float64Array(2);
 * cost.row(Float64Array.of(0.5, 0.8, 0.2), 0, Float64Array.of(1, 0, 0, 0, 1, 0), 0, 2, out, 0);
 * [...out]; // → [-Math.log(0.5), -Math.log(0.5 * 0.8 * 0.8)]
 * ```
 */
export const multiLabelCtc: LocalCost = {
  name: 'multiLabelCtc',
  prepare(specification, dimension) {
    const parameters = readParameters('multiLabelCtc', specification, dimension, ['blank', 'input']);
    const input = parameters.choice('input', bernoulliInputs) ?? 'probabilities';
    const blank = parameters.number(
      'blank',
      0,
      (value) => Number.isInteger(value) && value >= 0 && value < dimension,
      `a whole number from 0 to ${dimension - 1} (the blank's dimension)`,
    );
    const xDomain = input === 'logits' ? anyNumber : probability;
    const bernoulli = createBernoulliRow(input, dimension);
    const { active, inactive, activeCost, inactiveCost, activeSlope, inactiveSlope } = bernoulli;
    /** ∂c/∂y_d at y_d = 1 and at y_d = 0. */
    const activeTargetSlope = new Float64Array(dimension);
    const inactiveTargetSlope = new Float64Array(dimension);

    return {
      dimension,
      domain: (sequence) => (sequence === 'x' ? xDomain : probability),
      rowProblem(sequence, values, offset) {
        if (sequence === 'x') return undefined;
        const indicator = values[offset + blank];
        if (indicator === 0) return undefined;
        if (indicator !== 1) return `the blank's indicator (dimension ${blank}) must be 0 or 1, got ${indicator}`;
        for (let d = 0; d < dimension; d++) {
          const value = values[offset + d];
          if (d !== blank && value !== 0)
            return `a blank column (1 at dimension ${blank}) must be 0 elsewhere, got ${value} at dimension ${d}`;
        }
        return undefined;
      },
      row(x, xOffset, y, yOffset, count, out, outOffset) {
        bernoulli.readCosts(x, xOffset);
        bernoulli.readProbabilities(x, xOffset);
        for (let k = 0, offset = yOffset; k < count; k++, offset += dimension) {
          if (y[offset + blank] !== 0) {
            out[outOffset + k] = activeCost[blank];
            continue;
          }
          // The blank's own target is 0 here, so the loop adds -log(1 - p(ε|x)) like any inactive dimension.
          let cost = 0;
          for (let d = 0; d < dimension; d++) {
            const target = y[offset + d];
            if (target === 0) cost += inactiveCost[d];
            else if (target === 1) cost += activeCost[d];
            else cost -= Math.log(target * active[d] + (1 - target) * inactive[d]);
          }
          out[outOffset + k] = cost;
        }
      },
      pullback(x, xOffset, y, yOffset, count, upstream, upstreamOffset, gradientX, gradientXOffset, gradientY, gradientYOffset) {
        bernoulli.readDerivatives(x, xOffset);
        for (let d = 0; d < dimension; d++) {
          activeTargetSlope[d] = (inactive[d] - active[d]) / Math.max(active[d], leastProbability);
          inactiveTargetSlope[d] = (inactive[d] - active[d]) / Math.max(inactive[d], leastProbability);
        }
        for (let k = 0; k < count; k++) {
          const scale = upstream[upstreamOffset + k];
          if (scale === 0) continue;
          const offset = yOffset + k * dimension;
          const gradientOffset = gradientYOffset + k * dimension;
          if (y[offset + blank] !== 0) {
            gradientX[gradientXOffset + blank] += scale * activeSlope[blank];
            continue;
          }
          for (let d = 0; d < dimension; d++) {
            const target = y[offset + d];
            let slope = inactiveSlope[d];
            let targetSlope = inactiveTargetSlope[d];
            if (target === 1) {
              slope = activeSlope[d];
              targetSlope = activeTargetSlope[d];
            } else if (target !== 0) {
              const match = Math.max(target * active[d] + (1 - target) * inactive[d], leastProbability);
              slope = ((1 - 2 * target) * (input === 'logits' ? active[d] * inactive[d] : 1)) / match;
              targetSlope = (inactive[d] - active[d]) / match;
            }
            gradientX[gradientXOffset + d] += scale * slope;
            if (d !== blank) gradientY[gradientOffset + d] += scale * targetSlope;
          }
        }
      },
      program: multiLabelCtcProgram(input, blank),
    };
  },
};
