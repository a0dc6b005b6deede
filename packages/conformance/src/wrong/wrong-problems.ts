import type { AlignmentProblem, BackendProvider, Boundary, DenseCost } from '@rubato/core';
import { boundaryValue, candidateColumn, candidateCount, candidateRow, densify, stepCost } from '@rubato/core';
import { mistaken } from './wrap.ts';

/** Solves with each step's parts swapped. */
export const swappedStep: BackendProvider = mistaken('swapped step', {
  problem: (problem) => ({ ...problem, steps: problem.steps.map(([i, j]) => [j, i] as const) }),
});

/** Cells of a dense cost that lie in the padding, as a kernel finds them that copied the caller's array whole; NaN reads as 0. */
function wholeMatrix(problem: AlignmentProblem): DenseCost {
  const { cost, batch, rows, columns } = problem;
  const inside = densify(problem);
  const data = inside.data.map((value, k) => {
    if (value !== Infinity) return value;
    const [b, n, m] = [Math.floor(k / (rows * columns)), Math.floor(k / columns) % rows, k % columns];
    if (n < problem.rowLengths[b] && m < problem.columnLengths[b]) return value;
    const raw = cost.kind === 'dense' ? cost.data[k] : 0;
    return Number.isFinite(raw) ? raw : 0;
  });
  return { kind: 'dense', data, shape: [batch, rows, columns] };
}

/** Looks one row and one column beyond an item's lengths. */
export const paddingLeak: BackendProvider = mistaken('padding leak', {
  problem: (problem) => {
    if (problem.cost.kind === 'banded' || problem.band !== undefined) return problem;
    const longer = (lengths: Int32Array, side: number): Int32Array =>
      lengths.map((length) => (length === 0 ? 0 : Math.min(side, length + 1)));
    return {
      ...problem,
      cost: wholeMatrix(problem),
      rowLengths: longer(problem.rowLengths, problem.rows),
      columnLengths: longer(problem.columnLengths, problem.columns),
    };
  },
  // Of the kind of the right answer; only the dense cost's own gradient has another place.
  answer: (solution, problem, request, reference) =>
    problem.cost.kind === 'dense' || request.inputGradient !== true
      ? solution
      : { ...solution, inputGradient: reference.solveSync(problem, { inputGradient: true }).inputGradient! },
});

/** Takes the last column of a band for the first one outside it. */
export const bandOffByOne: BackendProvider = mistaken('band off by one', {
  problem: (problem) => {
    const { band } = problem;
    if (band === undefined) return problem;
    return { ...problem, band: { ...band, last: band.last.map((last, n) => Math.max(last - 1, band.first[n] - 1)) } };
  },
});

/** Solves every item with the cost of item 0. */
export const itemZeroReused: BackendProvider = mistaken('item 0 reused for the batch', {
  problem: (problem) => {
    const { batch, rows, columns } = problem;
    if (batch === 1 || problem.cost.kind !== 'dense') return problem;
    const { data } = wholeMatrix(problem);
    return { ...problem, cost: { kind: 'dense', data: data.map((_, k) => data[k % (rows * columns)]), shape: [batch, rows, columns] } };
  },
});

/** A boundary with a penalty of its own for each candidate of each item. */
function withPenalties(problem: AlignmentProblem, boundary: Boundary, penaltyOf: (b: number, k: number) => number): Boundary {
  const most = Math.max(
    1,
    ...Array.from({ length: problem.batch }, (_, b) => candidateCount(boundary, b, problem.rowLengths[b], problem.columnLengths[b])),
  );
  const data = new Float64Array(problem.batch * most);
  for (let b = 0; b < problem.batch; b++) {
    for (let k = 0; k < candidateCount(boundary, b, problem.rowLengths[b], problem.columnLengths[b]); k++)
      data[b * most + k] = penaltyOf(b, k);
  }
  const penalty = { data, shape: [problem.batch, most] as const, strides: [problem.batch === 1 ? 0 : most, most === 1 ? 0 : 1] as const };
  return { ...boundary, penalty };
}

/** Cells that a step reaches with a finite cost from a start cell, by a sweep of the whole item. */
function reachedBySteps(problem: AlignmentProblem, b: number): (n: number, m: number) => boolean {
  const { rows, columns, steps, start } = problem;
  const { data } = densify(problem);
  const [height, width] = [problem.rowLengths[b], problem.columnLengths[b]];
  const reached = new Uint8Array(rows * columns);
  const byStep = new Uint8Array(rows * columns);
  for (let k = 0; k < candidateCount(start, b, height, width); k++) {
    const cell = candidateRow(start, b, k, height) * columns + candidateColumn(start, b, k, width);
    const open = boundaryValue(start.penalty, b, k) !== Infinity && boundaryValue(start.multiplier, b, k) !== Infinity;
    if (open && data[b * rows * columns + cell] !== Infinity) reached[cell] = 1;
  }
  for (let n = 0; n < height; n++) {
    for (let m = 0; m < width; m++) {
      steps.forEach(([i, j], s) => {
        if (n < i || m < j || reached[(n - i) * columns + m - j] === 0) return;
        if (stepCost(problem, b, n, m, s, data[(b * rows + n) * columns + m]) !== Infinity)
          reached[n * columns + m] = byStep[n * columns + m] = 1;
      });
    }
  }
  return (n, m) => byStep[n * columns + m] === 1;
}

/** Opens a path in a start cell only where no step arrives: a fill of the borders that the recursion then writes over. */
export const startDropped: BackendProvider = mistaken('start candidate dropped where steps exist', {
  problem: (problem) => {
    const items = Array.from({ length: problem.batch }, (_, b) => reachedBySteps(problem, b));
    const start = withPenalties(problem, problem.start, (b, k) => {
      const [n, m] = [
        candidateRow(problem.start, b, k, problem.rowLengths[b]),
        candidateColumn(problem.start, b, k, problem.columnLengths[b]),
      ];
      return items[b](n, m) ? Infinity : boundaryValue(problem.start.penalty, b, k);
    });
    return { ...problem, start };
  },
});
