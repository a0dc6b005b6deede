import type { AlignmentProblem, StepTable } from '@rubato/core';
import { tableIndex } from '@rubato/core';
import type { CellIndex } from '@rubato/core/fronts';
import { FORBIDDEN } from '@rubato/core/fronts';

/** Weights and penalties of steps as fronts see them, [fronts or 1, width or 1, steps]; penalties are in units. */
export interface StepTables {
  readonly weights: Float32Array;
  readonly penalties: Float32Array;
  readonly shape: readonly [number, number, number];
}

/** Numbers that differ from front to front? From place to place? Where they do not, one stands for all. */
export function tableShape(problem: AlignmentProblem, cells: CellIndex, unit: ArrayLike<number>): readonly [number, number, number] {
  const { stepWeights, stepPenalties, steps } = problem;
  const varies = (axis: 0 | 1 | 2): boolean => stepWeights.shape[axis] > 1 || stepPenalties.shape[axis] > 1;
  const hasPenalties = stepPenalties.constant !== 0;
  const ownUnits = hasPenalties && Array.from(unit).some((own) => own !== unit[0]);
  const byCell = varies(1) || varies(2);
  return [byCell ? cells.fronts.count : 1, byCell || varies(0) || ownUnits ? cells.width : 1, steps.length];
}

/** The step tables of a problem; a step that either table forbids has weight 0 and a penalty beyond the limit. Yields 0 now and then. */
export function* stepTables(problem: AlignmentProblem, cells: CellIndex, unit: ArrayLike<number>): Generator<number, StepTables, void> {
  const shape = tableShape(problem, cells, unit);
  const [count, width, steps] = shape;
  const size = count * width * steps;
  const weights = new Float32Array(size);
  const penalties = new Float32Array(size);
  const fill = (place: number, b: number, n: number, m: number): void => {
    for (let s = 0; s < steps; s++) {
      const weight = entry(problem.stepWeights, b, n, m, s);
      const penalty = entry(problem.stepPenalties, b, n, m, s);
      const forbidden = weight === Infinity || penalty === Infinity;
      weights[place * steps + s] = forbidden ? 0 : weight;
      penalties[place * steps + s] = forbidden ? FORBIDDEN : penalty / unit[b];
    }
  };
  if (count > 1) {
    yield* cells.each((b, n, m) => fill(cells.at(b, n, m), b, n, m));
  } else {
    for (let place = 0; place < width; place++) fill(place, Math.floor(place / cells.fronts.length), 0, 0);
  }
  return { weights, penalties, shape };
}

const entry = (table: StepTable, b: number, n: number, m: number, s: number): number => table.data[tableIndex(table, b, n, m, s)];
