import type { SolutionWriter } from '../backend/solution-writer.ts';
import { boundaryValue, tableIndex } from '../problem/table.ts';
import type { ForwardPass } from './forward.ts';

/**
 * Algorithm 2 of Zeitler & Müller 2026 for one item: E, G and H from the weights of the forward pass, and what edges add to the
 * other requests. `seed` is the upstream gradient. Yields the cells of each row done.
 *
 * @returns E, shape [rows, columns]
 */
export function* backward(pass: ForwardPass, seed: number, writer: SolutionWriter): Generator<number, Float64Array, void> {
  const { problem, item, layout, rows, columns, cost, weights, ends, endWeights, startCandidate } = pass;
  const { steps } = problem;
  const slots = steps.length + 1;
  const alignment = new Float64Array(rows * columns);
  const gradient = new Float64Array(rows * columns);
  const marginals = new Float64Array(columns);

  for (let k = 0; k < ends.count; k++) {
    const cell = ends.row(k) * columns + ends.column(k);
    const marginal = seed * endWeights[k];
    if (marginal === 0) continue;
    alignment[cell] += marginal;
    gradient[cell] += marginal * boundaryValue(problem.end.multiplier, item, k);
    writer.endMarginal(item, k, marginal, cost[cell]);
  }

  for (let n = rows - 1; n >= 0; n--) {
    for (let m = columns - 1; m >= 0; m--) {
      const cell = n * columns + m;
      steps.forEach(([i, j], s) => {
        if (n + i >= rows || m + j >= columns) return;
        const next = (n + i) * columns + m + j;
        alignment[cell] += alignment[next] * weights[next * slots + s];
      });
      gradient[cell] += alignment[cell] * gradientFactor(pass, n, m);
      const k = startCandidate[cell];
      if (k >= 0) writer.startMarginal(item, k, alignment[cell] * weights[cell * slots + steps.length], cost[cell]);
    }
    const first = layout.first[item * problem.rows + n];
    const last = layout.last[item * problem.rows + n];
    writer.softAlignmentRow(item, n, first, last, alignment, n * columns + first);
    writer.gradientRow(item, n, first, last, gradient, n * columns + first);
    yield last - first + 1;
    if (!writer.edges.needed) continue;
    const rowCost = cost.subarray(n * columns + first, n * columns + last + 1);
    for (let s = 0; s < steps.length; s++) {
      for (let m = first; m <= last; m++) {
        const cell = n * columns + m;
        marginals[m] = alignment[cell] * weights[cell * slots + s];
      }
      writer.edges.row(item, n, s, first, last, marginals, first, rowCost);
    }
  }
  return alignment;
}

/** G(n,m) = ∂D(n,m)/∂C(n,m): the weights of the minimum times the step weights, and the start's multiplier. */
function gradientFactor(pass: ForwardPass, n: number, m: number): number {
  const { problem, item, columns, weights, startCandidate } = pass;
  const cell = n * columns + m;
  const slots = problem.steps.length + 1;
  let factor = 0;
  for (let s = 0; s < problem.steps.length; s++) {
    const weight = weights[cell * slots + s];
    // Where the minimum's weight is 0 the step weight may be Infinity.
    if (weight !== 0) factor += weight * problem.stepWeights.data[tableIndex(problem.stepWeights, item, n, m, s)];
  }
  const start = weights[cell * slots + problem.steps.length];
  if (start !== 0) factor += start * boundaryValue(problem.start.multiplier, item, startCandidate[cell]);
  return factor;
}

/** ∂value/∂γ for one item: each cell's own derivative times E, and the final minimum's. */
export function temperatureDerivative(pass: ForwardPass, seed: number, alignment: Float64Array): number {
  const { problem, item, minimum, candidates, weights, distances, endCosts, endWeights } = pass;
  const gamma = problem.temperature[item];
  const slots = problem.steps.length + 1;
  if (pass.value === Infinity) return 0;
  let derivative = seed * minimum.temperatureDerivative(endCosts, endCosts.length, gamma, endWeights);
  for (let cell = 0; cell < alignment.length; cell++) {
    if (alignment[cell] === 0 || distances[cell] === Infinity) continue;
    const f = candidates.subarray(cell * slots, (cell + 1) * slots);
    derivative += alignment[cell] * minimum.temperatureDerivative(f, slots, gamma, weights.subarray(cell * slots, (cell + 1) * slots));
  }
  return derivative;
}
