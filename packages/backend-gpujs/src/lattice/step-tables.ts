import type { AlignmentProblem, StepTable } from '@rubato/core';
import { tableIndex } from '@rubato/core';
import type { CellIndex } from '@rubato/core/fronts';
import { FORBIDDEN } from '@rubato/core/fronts';

/** Weights, then penalties, of steps as fronts see them: [fronts or 1, 2·steps, batch or 1, places or 1]. Penalties are in units. */
export interface StepTables {
  readonly data: Float32Array;
  readonly shape: TableShape;
}

/** What a step table varies with; 1 where it does not. */
export interface TableShape {
  readonly fronts: number;
  readonly items: number;
  readonly places: number;
  readonly steps: number;
}

/** Numbers of a table for one front. */
export const tableWidth = ({ items, places, steps }: TableShape): number => 2 * steps * items * places;

/** Numbers that differ from cell to cell? From item to item? Where they do not, one stands for all. */
export function tableShape(problem: AlignmentProblem, { fronts, batch }: CellIndex, unit: ArrayLike<number>): TableShape {
  const { stepWeights, stepPenalties, steps } = problem;
  const varies = (axis: 0 | 1 | 2): boolean => stepWeights.shape[axis] > 1 || stepPenalties.shape[axis] > 1;
  const ownUnits = stepPenalties.constant !== 0 && Array.from(unit).some((own) => own !== unit[0]);
  const byCell = varies(1) || varies(2);
  return {
    fronts: byCell ? fronts.count : 1,
    items: byCell || varies(0) || ownUnits ? batch : 1,
    places: byCell ? fronts.length : 1,
    steps: steps.length,
  };
}

/** The step tables of a problem; a step that either table forbids has weight 0 and a penalty beyond the limit. Yields 0 now and then. */
export function* stepTables(problem: AlignmentProblem, cells: CellIndex, unit: ArrayLike<number>): Generator<number, StepTables, void> {
  const shape = tableShape(problem, cells, unit);
  const { items, steps } = shape;
  const data = new Float32Array(shape.fronts * tableWidth(shape));
  const fill = (b: number, n: number, m: number, place: (plane: number) => number): void => {
    for (let s = 0; s < steps; s++) {
      const weight = entry(problem.stepWeights, b, n, m, s);
      const penalty = entry(problem.stepPenalties, b, n, m, s);
      const forbidden = weight === Infinity || penalty === Infinity;
      data[place(s)] = forbidden ? 0 : weight;
      data[place(steps + s)] = forbidden ? FORBIDDEN : penalty / unit[b];
    }
  };
  if (shape.fronts > 1 || shape.places > 1) {
    yield* cells.each((b, n, m) => fill(b, n, m, (plane) => cells.at(b, n, m, plane, 2 * steps)));
  } else {
    for (let b = 0; b < items; b++) fill(b, 0, 0, (plane) => plane * items + b);
  }
  return { data, shape };
}

const entry = (table: StepTable, b: number, n: number, m: number, s: number): number => table.data[tableIndex(table, b, n, m, s)];
