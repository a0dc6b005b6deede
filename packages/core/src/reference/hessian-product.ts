import type { HessianDirection } from '../backend/request.ts';
import type { SolutionWriter } from '../backend/solution-writer.ts';
import { boundaryValue, tableIndex } from '../problem/table.ts';
import type { ForwardPass } from './forward.ts';

/**
 * `∇²value · Z` for one item, along the cost or along a penalty on cells: the derivative of H, or of E, when C, or the penalty,
 * moves along Z (Mensch & Blondel 2018, applied to Algorithms 1 and 2). Yields after each row, and counts no cells: its sweeps are
 * part of forward and backward.
 */
export function* hessianProduct(
  pass: ForwardPass,
  seed: number,
  alignment: Float64Array,
  request: HessianDirection,
  writer: SolutionWriter,
): Generator<number, void, void> {
  const { problem, item, layout, minimum, rows, columns, distances, candidates, weights, startCandidate, ends, endCosts, endWeights } =
    pass;
  if (pass.value === Infinity) return;
  const { steps } = problem;
  const slots = steps.length + 1;
  const gamma = problem.temperature[item];
  const alongCost = request.along === 'cost';
  const move = (n: number, m: number): number => request.direction[(item * problem.rows + n) * problem.columns + m];

  // Forward: how D and the minimum's weights move.
  const distanceMoves = new Float64Array(rows * columns);
  const weightMoves = new Float64Array(rows * columns * slots);
  const f = new Float64Array(Math.max(slots, ends.count));
  const moves = new Float64Array(f.length);
  const change = new Float64Array(f.length);
  for (let n = 0; n < rows; n++) {
    for (let m = 0; m < columns; m++) {
      const cell = n * columns + m;
      if (distances[cell] === Infinity) continue;
      const own = move(n, m);
      const b = weights.subarray(cell * slots, (cell + 1) * slots);
      f.set(candidates.subarray(cell * slots, (cell + 1) * slots));
      for (let s = 0; s < slots; s++) {
        moves[s] = 0;
        if (f[s] === Infinity) continue;
        moves[s] = own * factor(pass, n, m, s, alongCost);
        if (s < steps.length) moves[s] += distanceMoves[cell - steps[s][0] * columns - steps[s][1]];
        distanceMoves[cell] += b[s] * moves[s];
      }
      minimum.secondOrderProduct(f, slots, gamma, b, moves, change);
      weightMoves.set(change.subarray(0, slots), cell * slots);
    }
    yield 0;
  }
  for (let k = 0; k < ends.count; k++) {
    moves[k] = 0;
    if (endCosts[k] === Infinity) continue;
    moves[k] = distanceMoves[ends.row(k) * columns + ends.column(k)];
    if (alongCost) moves[k] += boundaryValue(problem.end.multiplier, item, k) * move(ends.row(k), ends.column(k));
  }
  minimum.secondOrderProduct(endCosts, ends.count, gamma, endWeights, moves, change);

  // Backward: how E and the marginals move.
  const alignmentMoves = new Float64Array(rows * columns);
  const product = new Float64Array(rows * columns);
  for (let k = 0; k < ends.count; k++) {
    if (endCosts[k] === Infinity) continue;
    const cell = ends.row(k) * columns + ends.column(k);
    alignmentMoves[cell] += seed * change[k];
    if (alongCost) product[cell] += seed * change[k] * boundaryValue(problem.end.multiplier, item, k);
  }
  for (let n = rows - 1; n >= 0; n--) {
    for (let m = columns - 1; m >= 0; m--) {
      const cell = n * columns + m;
      if (distances[cell] === Infinity) continue;
      for (let s = 0; s < slots; s++) {
        if (candidates[cell * slots + s] === Infinity) continue;
        const edgeMove = alignmentMoves[cell] * weights[cell * slots + s] + alignment[cell] * weightMoves[cell * slots + s];
        if (s < steps.length) alignmentMoves[cell - steps[s][0] * columns - steps[s][1]] += edgeMove;
        if (alongCost) product[cell] += edgeMove * factor(pass, n, m, s, true);
      }
      if (!alongCost) product[cell] = alignmentMoves[cell];
    }
    const first = layout.first[item * problem.rows + n];
    writer.hessianRow(item, n, first, layout.last[item * problem.rows + n], product, n * columns + first);
    yield 0;
  }

  function factor(of: ForwardPass, n: number, m: number, s: number, weighted: boolean): number {
    if (!weighted) return 1;
    if (s < steps.length) return problem.stepWeights.data[tableIndex(problem.stepWeights, of.item, n, m, s)];
    return boundaryValue(problem.start.multiplier, of.item, startCandidate[n * columns + m]);
  }
}
