import { boundaryValue, tableIndex } from '@rubato/core';
import type { Sweep } from './sweep.ts';
import { ROW_EFFORT } from './sweep.ts';

/** Rows of doubles that derivatives by a path take. */
const ROWS = 4;

/**
 * What hardmin's derivatives are: indicators of the best path. E is 1 on its cells, edge marginals are 1 on its steps, H has each cell's
 * weight by the step that leads to it; all times the upstream gradient.
 */
export class PathDerivatives {
  private readonly sweep: Sweep;
  private readonly alignment: Float64Array;
  private readonly gradient: Float64Array;
  private readonly marginals: Float64Array;
  private readonly costs: Float64Array;

  constructor(sweep: Sweep) {
    const { columns } = sweep.problem;
    this.sweep = sweep;
    this.alignment = new Float64Array(columns);
    this.gradient = new Float64Array(columns);
    this.marginals = new Float64Array(columns);
    this.costs = new Float64Array(columns);
  }

  /** Bytes that the rows take. */
  static scratch(columns: number): number {
    return ROWS * 8 * columns;
  }

  /** Writes the derivatives by a path of the item that the sweep has open; `end` is its end candidate. Yields now and then. */
  *write(path: Int32Array, end: number): Generator<number, void, void> {
    const { rows, piece, request, item } = this.sweep;
    const seed = request.upstream?.[item] ?? 1;
    let effort = 0;
    for (let from = 0; from < path.length;) {
      const n = path[from];
      let to = from + 2;
      while (to < path.length && path[to] === n) to += 2;
      this.writeRow(path, from, to, seed, to === path.length ? end : -1);
      effort += ROW_EFFORT + rows.last[n] - rows.first[n];
      from = to;
      if (effort < piece) continue;
      yield 0;
      effort = 0;
    }
  }

  /** The cells of one row, pairs from … to - 1; with the end candidate where the path ends here, else -1. */
  private writeRow(path: Int32Array, from: number, to: number, seed: number, end: number): void {
    const { sweep, alignment, gradient, costs } = this;
    const { rows, problem, item, writer } = sweep;
    const n = path[from];
    const first = rows.first[n];
    for (let i = from; i < to; i += 2) {
      const m = path[i + 1];
      costs[m - first] = sweep.readCell(n, m);
      alignment[m - first] = seed;
      gradient[m - first] = seed * (i === 0 ? this.writeStart(n, m, seed) : this.weight(path, i));
    }
    if (end >= 0) {
      const k = path[to - 1] - first;
      writer.endMarginal(item, end, seed, costs[k]);
      gradient[k] += seed * boundaryValue(problem.end.multiplier, item, end);
    }
    writer.softAlignmentRow(item, n, first, rows.last[n], alignment, 0);
    writer.gradientRow(item, n, first, rows.last[n], gradient, 0);
    if (writer.edges.needed) this.writeEdges(path, Math.max(2, from), to, seed);
    for (let i = from; i < to; i += 2) alignment[path[i + 1] - first] = gradient[path[i + 1] - first] = 0;
  }

  /** The start candidate in cell (n, m): its marginal, and its multiplier. */
  private writeStart(n: number, m: number, seed: number): number {
    const { problem, item, writer, starts, rows } = this.sweep;
    const k = starts.candidateAt(n, m);
    writer.startMarginal(item, k, seed, this.costs[m - rows.first[n]]);
    return boundaryValue(problem.start.multiplier, item, k);
  }

  /** The step that leads to the path's cell at i. */
  private stepTo(path: Int32Array, i: number): number {
    return this.sweep.problem.steps.findIndex(([rows, columns]) => path[i] - path[i - 2] === rows && path[i + 1] - path[i - 1] === columns);
  }

  private weight(path: Int32Array, i: number): number {
    const { stepWeights } = this.sweep.problem;
    return stepWeights.data[tableIndex(stepWeights, this.sweep.item, path[i], path[i + 1], this.stepTo(path, i))];
  }

  private writeEdges(path: Int32Array, from: number, to: number, seed: number): void {
    const { sweep, marginals, costs } = this;
    const { rows, item, writer, structure } = sweep;
    for (let s = 0; s < structure.count; s++) {
      let found = false;
      for (let i = from; i < to; i += 2) {
        if (this.stepTo(path, i) !== s) continue;
        marginals[path[i + 1] - rows.first[path[i]]] = seed;
        found = true;
      }
      const n = path[to - 2];
      if (!found) continue;
      writer.edges.row(item, n, s, rows.first[n], rows.last[n], marginals, 0, costs);
      for (let i = from; i < to; i += 2) marginals[path[i + 1] - rows.first[n]] = 0;
    }
  }
}
