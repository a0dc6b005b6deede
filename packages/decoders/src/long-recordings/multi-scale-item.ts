import type { AlignmentProblem, CostReader, FeaturesCost, StepTable } from '@rubato/core';
import { createCostReader, infeasibleReason, normaliseProblem, stepCost } from '@rubato/core';
import { rectangle, selectAnchors } from './anchors.ts';
import type { LongPath } from './linear-memory-path.ts';
import { solveHardProblem } from './linear-memory-path.ts';
import type { MultiScaleSettings } from './multi-scale-options.ts';
import { poolFeatures } from './pool-features.ts';

/** Two sequences at one level. */
interface Level {
  readonly x: FeaturesCost['x'];
  readonly y: FeaturesCost['y'];
  readonly rows: number;
  readonly columns: number;
}

/** A path with the positions, in cells, of the anchors that it was made to go through. */
interface AnchoredPath {
  readonly path: Int32Array;
  readonly anchors: readonly number[];
}

/** Multi-scale alignment of one item: it has a path if the item has one. */
export class MultiScaleItem {
  private readonly problem: AlignmentProblem;
  private readonly cost: FeaturesCost;
  private readonly item: number;
  private readonly settings: MultiScaleSettings;

  constructor(problem: AlignmentProblem, item: number, settings: MultiScaleSettings) {
    this.problem = problem;
    this.cost = problem.cost as FeaturesCost;
    this.item = item;
    this.settings = settings;
  }

  /** Yields the cells visited. */
  *solve(): Generator<number, LongPath, void> {
    const { problem, item, settings } = this;
    if (problem.rowLengths[item] === 0 || problem.columnLengths[item] === 0) {
      return { status: 'infeasible', reason: infeasibleReason(problem, item) };
    }
    let path: Int32Array | undefined;
    for (const [index, factor] of settings.factors.entries()) {
      const level = this.level(factor);
      const { rows, columns } = level;
      // Where the coarser level has no path, this one is aligned as if it were the coarsest.
      if (path === undefined) path = yield* this.alignBlock(level, 0, 0, rows - 1, columns - 1);
      else {
        const ratio = settings.factors[index - 1] / factor;
        const cells = selectAnchors(path, ratio, rows, columns, settings.blockCells);
        const anchored = yield* this.alignBlocks(level, cells);
        path = anchored === undefined ? undefined : yield* this.releaseAnchors(level, anchored);
      }
    }
    if (path === undefined) return { status: 'infeasible', reason: infeasibleReason(problem, item) };
    return { status: 'aligned', path, cost: this.costOf(path) };
  }

  private level(factor: number): Level {
    const { problem, item, cost, settings } = this;
    const { dimension } = cost;
    const pool = (features: FeaturesCost['x'], side: number, length: number): FeaturesCost['x'] => {
      const offset = item * side * dimension;
      if (factor === 1) return features.subarray(offset, offset + length * dimension);
      return poolFeatures(features, offset, length, dimension, factor, settings.pooledNorm);
    };
    const [rows, columns] = [problem.rowLengths[item], problem.columnLengths[item]];
    return {
      x: pool(cost.x, problem.rows, rows),
      y: pool(cost.y, problem.columns, columns),
      rows: Math.ceil(rows / factor),
      columns: Math.ceil(columns / factor),
    };
  }

  /** The best path between two cells of a level, in the level's indices. */
  private *alignBlock(
    level: Level,
    firstRow: number,
    firstColumn: number,
    lastRow: number,
    lastColumn: number,
  ): Generator<number, Int32Array | undefined, void> {
    const { problem, item, cost, settings } = this;
    const { dimension, localCost } = cost;
    const block = normaliseProblem({
      cost: {
        kind: 'features',
        x: level.x.subarray(firstRow * dimension, (lastRow + 1) * dimension),
        y: level.y.subarray(firstColumn * dimension, (lastColumn + 1) * dimension),
        shape: [lastRow - firstRow + 1, lastColumn - firstColumn + 1],
        dimension,
        localCost,
      },
      steps: problem.steps,
      stepWeights: ofItem(problem.stepWeights, item),
      stepPenalties: ofItem(problem.stepPenalties, item),
      minimum: 'hardmin',
    });
    const leafCells = Math.max(3 * block.columns, Math.min(block.rows * block.columns, settings.blockCells));
    const [solved] = yield* solveHardProblem(block, leafCells);
    if (solved.status === 'infeasible') return undefined;
    const { path } = solved;
    for (let i = 0; i < path.length; i += 2) {
      path[i] += firstRow;
      path[i + 1] += firstColumn;
    }
    return path;
  }

  /**
   * The best path through the cells given, less those next to a block without a path: such a block takes in its neighbours, ever more of
   * them, at last the whole level, so that there is a path if the level has one.
   */
  private *alignBlocks(level: Level, cells: readonly number[]): Generator<number, AnchoredPath | undefined, void> {
    const last = cells.length / 2 - 1;
    const pieces: { readonly from: number; readonly path: Int32Array }[] = [];
    for (let from = 0, to = 1; from < last; from = to, to = from + 1) {
      let path = yield* this.alignBlock(level, cells[2 * from], cells[2 * from + 1], cells[2 * to], cells[2 * to + 1]);
      // Twice as many at each attempt: all attempts together take a few times the work of the last.
      for (let more = 1; path === undefined; more *= 2) {
        if (from === 0 && to === last) return undefined;
        const target = Math.max(0, from - more);
        while (from > target) ({ from } = pieces.pop()!);
        to = Math.min(last, to + more);
        path = yield* this.alignBlock(level, cells[2 * from], cells[2 * from + 1], cells[2 * to], cells[2 * to + 1]);
      }
      pieces.push({ from, path });
    }
    return join(pieces.map(({ path }) => path));
  }

  /** Aligns anew from the middle of each block to the middle of the next, or as near to the anchor as `blockCells` asks for. */
  private *releaseAnchors(level: Level, { path, anchors }: AnchoredPath): Generator<number, Int32Array, void> {
    const released = new Int32Array(2 * (level.rows + level.columns));
    let length = 0;
    let copied = 0;
    for (let k = 1; k + 1 < anchors.length; k++) {
      let before = Math.floor((anchors[k] - anchors[k - 1]) / 2);
      let behind = Math.floor((anchors[k + 1] - anchors[k]) / 2);
      while (this.tooLarge(path, anchors[k] - before, anchors[k] + behind)) {
        before = Math.floor(before / 2);
        behind = Math.floor(behind / 2);
      }
      const first = 2 * (anchors[k] - before);
      const last = 2 * (anchors[k] + behind);
      const block = yield* this.alignBlock(level, path[first], path[first + 1], path[last], path[last + 1]);
      released.set(path.subarray(copied, first), length);
      length += first - copied;
      // The path that is replaced lies within the block, so there is one.
      released.set(block!, length);
      length += block!.length - 2;
      copied = last;
    }
    released.set(path.subarray(copied), length);
    return released.slice(0, length + path.length - copied);
  }

  private tooLarge(path: Int32Array, first: number, last: number): boolean {
    return rectangle(path[2 * first], path[2 * first + 1], path[2 * last], path[2 * last + 1]) > this.settings.blockCells;
  }

  /** What a path costs at full resolution, added up as the recursion does. */
  private costOf(path: Int32Array): number {
    const { problem, item } = this;
    const read: CostReader = createCostReader(problem);
    const cell = new Float64Array(1);
    read(item, path[0], path[1], path[1], cell, 0);
    let sum = cell[0];
    for (let i = 2; i < path.length; i += 2) {
      const [rows, columns] = [path[i] - path[i - 2], path[i + 1] - path[i - 1]];
      const s = problem.steps.findIndex(([stepRows, stepColumns]) => stepRows === rows && stepColumns === columns);
      read(item, path[i], path[i + 1], path[i + 1], cell, 0);
      sum += stepCost(problem, item, path[i], path[i + 1], s, cell[0]);
    }
    return sum;
  }
}

/** Paths of blocks as one; neighbours share the anchor between them. */
function join(paths: readonly Int32Array[]): AnchoredPath {
  const path = new Int32Array(paths.reduce((length, block) => length + block.length - 2, 2));
  const anchors = [0];
  let length = 0;
  for (const block of paths) {
    path.set(block, 2 * length);
    length += block.length / 2 - 1;
    anchors.push(length);
  }
  return { path, anchors };
}

/** One item's numbers of a table that has one for each step at most. */
function ofItem({ data, shape, strides }: StepTable, item: number): { data: StepTable['data']; shape: [1, 1, 1, number] } {
  const start = item * strides[0];
  return { data: data.subarray(start, start + shape[3]), shape: [1, 1, 1, shape[3]] };
}
