import type { AlignmentProblem, AlignmentSolution, Boundary, BoundaryInput, Cell, Step } from '@rubato/core';
import {
  boundaryValue,
  candidateColumn,
  candidateCount,
  candidateRow,
  createCostReader,
  latticeLayout,
  MemoryLimitError,
  normaliseProblem,
} from '@rubato/core';
import type { FloatArray } from '@rubato/costs';
import type { LossContext, LossQuestion } from './loss.ts';
import { liftTable } from './lift-table.ts';
import { endMultiplies } from './one-weight.ts';
import { saturate } from './saturate.ts';

/**
 * How H moves when a penalty on cells moves along Ω, for any weights: the gradient of ⟨Ω, E⟩ by C.
 *
 * A Hessian product along C weighs direction and result alike, and here only the result has weights. So each cell becomes two that follow
 * each other: one with the cost and the weights, then one with the penalty at weight 1 (and a third that carries the end multiplier,
 * where there is one). Turned by 45°, row = number of the antidiagonal, this is a lattice again: step (i, j) becomes
 * (depth·(i + j) - 1, j), and (1, 0) leads from the cost to the penalty. Then one product along C does it: the direction stands on the
 * cells of the penalty, the result is read on those of the cost.
 */
export function* liftedProduct(
  problem: AlignmentProblem,
  penalty: FloatArray,
  { costs, maximumBytes = Infinity }: LossContext,
): Generator<LossQuestion, Float64Array, AlignmentSolution> {
  const depth = endMultiplies(problem) ? 3 : 2;
  const { batch, rows, columns } = problem;
  const lines = rows + columns - 1;
  const bytes = liftedBytes(problem, depth);
  if (bytes > maximumBytes) throw new MemoryLimitError('the second solve of a gradient of ⟨Ω, E⟩', bytes, maximumBytes);
  const lifted = liftProblem(problem, depth, costs);
  const direction = new Float64Array(batch * depth * lines * columns);
  const layout = latticeLayout(problem);
  for (let row = 0; row < batch * rows; row++) {
    const top = Math.floor(row / rows) * depth * lines;
    for (let m = layout.first[row]; m <= layout.last[row]; m++) {
      direction[(top + depth * ((row % rows) + m) + 1) * columns + m] = penalty[row * columns + m];
    }
  }
  const { hessianProduct } = yield { problem: lifted, request: { hessianProduct: { along: 'cost', direction } } };
  const { first, offset } = hessianProduct!.band!;
  const product = new Float64Array(layout.size);
  for (let row = 0; row < batch * rows; row++) {
    const top = Math.floor(row / rows) * depth * lines;
    for (let m = layout.first[row]; m <= layout.last[row]; m++) {
      // The cost stands in the first layer and, where the end has multipliers, in the last.
      for (let layer = 0; layer < depth; layer += 2) {
        const line = top + depth * ((row % rows) + m) + layer;
        product[layout.offset[row] + m - layout.first[row]] += saturate(hessianProduct!.data[offset[line] + m - first[line]]);
      }
    }
  }
  return product;
}

/** Bytes of what is made here for the second solve, and of its product. */
function liftedBytes(problem: AlignmentProblem, depth: number): number {
  const { batch, rows, columns, precision, steps, stepWeights, stepPenalties } = problem;
  const width = precision === 'float32' ? 4 : 8;
  const lines = depth * (rows + columns - 1);
  let cells = 0;
  for (let b = 0; b < batch; b++) cells += depth * problem.rowLengths[b] * problem.columnLengths[b];
  const tables = [stepWeights, stepPenalties].reduce((numbers, { shape }) => {
    return numbers + shape[0] * lines * (shape[1] !== 1 || shape[2] !== 1 ? columns : 1) * (steps.length + 1);
  }, 0);
  // Direction, ranges and starts of the rows, tables; cost and product in the problem's precision; what is handed on.
  return 8 * batch * lines * columns + 16 * batch * lines + 8 * tables + 2 * width * cells + 8 * latticeLayout(problem).size;
}

function liftProblem(problem: AlignmentProblem, depth: number, costs: LossContext['costs']): AlignmentProblem {
  const { steps, minimum, temperature, precision } = problem;
  const { rowLengths, columnLengths } = liftedFrom(problem);
  const lifted = steps.map(([i, j]): Step => [depth * (i + j) - 1, j]);
  // The step from layer to layer may be one of them already.
  if (!lifted.some(([i, j]) => i === 1 && j === 0)) lifted.push([1, 0]);
  return normaliseProblem({
    cost: liftCost(problem, depth, costs),
    rowLengths: rowLengths.map((length, b) => depth * (length + columnLengths[b] - 1)),
    columnLengths,
    steps: lifted,
    stepWeights: liftTable(problem, problem.stepWeights, lifted, depth, (layer) => (layer === 1 ? 1 : 0), Infinity),
    stepPenalties: liftTable(problem, problem.stepPenalties, lifted, depth, () => 0, 0),
    start: liftBoundary(problem, problem.start, depth, 0),
    end: liftBoundary(problem, problem.end, depth, depth - 1),
    minimum,
    temperature,
    precision,
  });
}

/** The same candidates on the lifted lattice, as cells of a layer; an item without a cell has one all the same. */
function liftBoundary(problem: AlignmentProblem, boundary: Boundary, depth: number, layer: number): BoundaryInput {
  const { batch, rowLengths, columnLengths } = problem;
  const cellsOfItem = Array.from({ length: batch }, (_, b): readonly Cell[] => {
    if (rowLengths[b] === 0 || columnLengths[b] === 0) return [[layer, 0]];
    return Array.from({ length: candidateCount(boundary, b, rowLengths[b], columnLengths[b]) }, (__, k): Cell => {
      const m = candidateColumn(boundary, b, k, columnLengths[b]);
      return [depth * (candidateRow(boundary, b, k, rowLengths[b]) + m) + layer, m];
    });
  });
  let most = 1;
  for (const cells of cellsOfItem) most = Math.max(most, cells.length);
  const table = (name: 'multiplier' | 'penalty'): { readonly data: Float64Array; readonly shape: readonly [number, number] } => {
    const data = new Float64Array(batch * most);
    cellsOfItem.forEach((cells, b) => cells.forEach((_, k) => (data[b * most + k] = boundaryValue(boundary[name], b, k))));
    return { data, shape: [batch, most] };
  };
  return { cellsOfItem, multiplier: table('multiplier'), penalty: table('penalty') };
}

/** Lengths of the items to be lifted: one without a cell gets one, of cost `Infinity`, since boundaries need a cell. */
function liftedFrom({ rowLengths, columnLengths }: AlignmentProblem): Pick<AlignmentProblem, 'rowLengths' | 'columnLengths'> {
  const empty = rowLengths.map((length, b) => (length === 0 || columnLengths[b] === 0 ? 1 : 0));
  return {
    rowLengths: rowLengths.map((length, b) => (empty[b] === 1 ? 1 : length)),
    columnLengths: columnLengths.map((length, b) => (empty[b] === 1 ? 1 : length)),
  };
}

/** Costs by antidiagonal: C in the first layer, 0 in that of the penalty, C again in that of the end; `Infinity` where no cell was. */
function liftCost(problem: AlignmentProblem, depth: number, costs: LossContext['costs']) {
  const { batch, rows, columns, precision } = problem;
  const { rowLengths, columnLengths } = liftedFrom(problem);
  const lines = depth * (rows + columns - 1);
  const first = new Int32Array(batch * lines);
  const last = new Int32Array(batch * lines).fill(-1);
  const starts = new Float64Array(batch * lines);
  let size = 0;
  for (let line = 0; line < batch * lines; line++) {
    const b = Math.floor(line / lines);
    const k = Math.floor((line % lines) / depth);
    starts[line] = size;
    if (k >= rowLengths[b] + columnLengths[b] - 1) continue;
    first[line] = Math.max(0, k - rowLengths[b] + 1);
    last[line] = Math.min(columnLengths[b] - 1, k);
    size += Math.max(0, last[line] - first[line] + 1);
  }
  const data = (precision === 'float32' ? new Float32Array(size) : new Float64Array(size)).fill(Infinity);
  const layout = latticeLayout(problem);
  const read = createCostReader(problem, costs);
  const scratch = new Float64Array(columns);
  for (let row = 0; row < batch * rows; row++) {
    const [from, to, b, n] = [layout.first[row], layout.last[row], Math.floor(row / rows), row % rows];
    if (to < from) continue;
    read(b, n, from, to, scratch, 0);
    for (let m = from; m <= to; m++) {
      for (let layer = 0; layer < depth; layer++) {
        const line = b * lines + depth * (n + m) + layer;
        data[starts[line] + m - first[line]] = layer === 1 ? 0 : scratch[m - from];
      }
    }
  }
  return { kind: 'banded', data, shape: [batch, lines, columns], first, last } as const;
}
