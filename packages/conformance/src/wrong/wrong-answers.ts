import type { AlignmentProblem, AlignmentSolution, BackendProvider, ShapedArray } from '@rubato/core';
import { boundaryValue, candidateColumn, candidateCount, candidateRow } from '@rubato/core';
import type { MinimumFunction } from '@rubato/minimum';
import { hardmin, softmin } from '@rubato/minimum';
import { cellPosition, mistaken, withData } from './wrap.ts';

/** Counts both directions of every derivative by the cost. */
export const gradientTimesTwo: BackendProvider = mistaken('gradient × 2', {
  answer: (solution) =>
    solution.gradient === undefined ? solution : { ...solution, gradient: withData(solution.gradient, (value) => 2 * value) },
});

/** Works in the caller's cost array. */
export const inputOverwritten: BackendProvider = mistaken('input overwritten', {
  answer: (solution, { cost }) => {
    const array =
      cost.kind === 'dense' || cost.kind === 'banded'
        ? cost.data
        : cost.kind === 'gathered'
          ? cost.values
          : cost.kind === 'features'
            ? cost.x
            : [];
    if (array.length > 0) array[0] = array[0] === 0.25 ? 0.5 : 0.25;
    return solution;
  },
});

/** Forgets in H that a path's last cell may cost once more at the end. */
export const endMultiplierMissing: BackendProvider = mistaken('end multiplier missing from H', {
  request: (request) => (request.gradient === true ? { ...request, boundaryGradient: true } : request),
  answer: (solution, problem, request) => {
    if (solution.gradient === undefined) return solution;
    const gradient = withData(solution.gradient, (value) => value);
    const { data, shape } = solution.boundaryGradient!.endPenalty;
    const { end, rowLengths, columnLengths } = problem;
    for (let b = 0; b < problem.batch; b++) {
      for (let k = 0; k < candidateCount(end, b, rowLengths[b], columnLengths[b]); k++) {
        const marginal = data[b * shape[1] + k];
        const position = cellPosition(gradient, b, candidateRow(end, b, k, rowLengths[b]), candidateColumn(end, b, k, columnLengths[b]));
        if (marginal !== 0 && position >= 0) gradient.data[position] -= marginal * boundaryValue(end.multiplier, b, k);
      }
    }
    const { boundaryGradient, ...rest } = solution;
    return { ...rest, gradient, ...(request.boundaryGradient === true ? { boundaryGradient: boundaryGradient! } : {}) };
  },
});

/** Gives ties to the last candidate. */
const lastOfEqual: MinimumFunction = {
  ...hardmin,
  evaluate(candidates, count, temperature, weights) {
    const value = hardmin.evaluate(candidates, count, temperature, weights);
    if (value === Infinity) return value;
    weights.fill(0, 0, count);
    weights[candidates.subarray(0, count).lastIndexOf(value)] = 1;
    return value;
  },
};

export const tiesReversed: BackendProvider = mistaken('ties reversed', { open: { minimums: { hardmin: lastOfEqual } } });

/** Right values, and weights as if γ were 1. */
const weightsAtOne: MinimumFunction = {
  ...softmin,
  evaluate(candidates, count, temperature, weights) {
    softmin.evaluate(candidates, count, 1, weights);
    return softmin.evaluate(candidates, count, temperature, new Float64Array(count));
  },
};

export const temperatureIgnoredBackward: BackendProvider = mistaken('γ ignored in the backward pass', {
  open: { minimums: { softmin: weightsAtOne } },
});

/** Sums a full weight gradient into its table with rows and columns exchanged. */
function sumWrongly(problem: AlignmentProblem, full: AlignmentSolution): ShapedArray {
  const { stepWeights, steps, batch, rows, columns } = problem;
  const [B, N, M, S] = stepWeights.shape;
  const sums = stepWeights.data.slice().fill(0);
  const source = full.stepWeightGradient as Extract<NonNullable<AlignmentSolution['stepWeightGradient']>, { readonly depth: number }>;
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < rows; n++) {
      for (let m = 0; m < columns; m++) {
        const cell = cellPosition({ ...source, depth: 1 }, b, n, m);
        if (cell < 0 || n >= problem.rowLengths[b] || m >= problem.columnLengths[b]) continue;
        for (let s = 0; s < steps.length; s++)
          sums[((Math.min(b, B - 1) * N + (m % N)) * M + (n % M)) * S + Math.min(s, S - 1)] += source.data[cell * steps.length + s];
      }
    }
  }
  return { data: sums, shape: stepWeights.shape };
}

export const weightGradientOverWrongAxis: BackendProvider = mistaken('weight gradient summed over the wrong axis', {
  answer: (solution, problem, request, reference) => {
    if (request.stepWeightGradient !== 'table') return solution;
    const { upstream } = request;
    const full = reference.solveSync(problem, { stepWeightGradient: 'full', ...(upstream === undefined ? {} : { upstream }) });
    const table = sumWrongly(problem, full);
    const data = problem.precision === 'float32' ? Float32Array.from(table.data) : Float64Array.from(table.data);
    return { ...solution, stepWeightGradient: { ...table, data } };
  },
});
