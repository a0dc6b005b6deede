import type { AlignmentProblem, LatticeLayout } from '@rubato/core';
import type { CostSource, Units } from '@rubato/core/fronts';
import { CellIndex, FORBIDDEN, chooseUnits, costSource, cutIntoFronts } from '@rubato/core/fronts';
import type { LocalCost } from '@rubato/costs';
import type { MinimumFunction } from '@rubato/minimum';
import type { EndTables, StartTables } from './boundaries.ts';
import { endTables, startTables } from './boundaries.ts';
import type { StepTables } from './step-tables.ts';
import { stepTables } from './step-tables.ts';

/** A problem as arrays that become tensors. */
export interface Prepared {
  readonly cells: CellIndex;
  readonly units: Units;
  /** Costs in units, and a forbidden one at the end. */
  readonly source: Float32Array;
  /** Which of them a cell has, the forbidden one outside lengths and band, [fronts, batch, places]. */
  readonly sourceIndex: Int32Array;
  readonly steps: StepTables;
  readonly start: StartTables;
  readonly end: EndTables;
}

/**
 * Turns a problem into arrays. Yields 0 now and then.
 *
 * @returns why not in words, where numbers are too large for float32
 */
export function* prepare(
  problem: AlignmentProblem,
  layout: LatticeLayout,
  minimum: MinimumFunction,
  costs: Readonly<Record<string, LocalCost>>,
): Generator<number, Prepared | string, void> {
  const cells = new CellIndex(problem, layout, cutIntoFronts(problem));
  const source = costSource(problem, costs);
  const sourceIndex = new Int32Array(cells.size).fill(source.data.length);
  const largest = new Float64Array(problem.batch);
  yield* cells.each((b, n, m) => {
    const position = source.index(b, n, m);
    sourceIndex[cells.at(b, n, m)] = position;
    const magnitude = Math.abs(source.data[position]);
    if (magnitude > largest[b] && magnitude !== Infinity) largest[b] = magnitude;
  });
  const units = chooseUnits(problem, minimum, largest);
  if (typeof units === 'string') return units;
  return {
    cells,
    units,
    source: inUnits(source, units.unit),
    sourceIndex,
    steps: yield* stepTables(problem, cells, units.unit),
    start: startTables(problem, source, cells, units.unit),
    end: endTables(problem, source, cells, units.unit),
  };
}

function inUnits({ data, offsets }: CostSource, unit: Float64Array): Float32Array {
  const scaled = new Float32Array(data.length + 1);
  for (let b = 0; b < unit.length; b++) {
    for (let i = offsets[b]; i < offsets[b + 1]; i++) scaled[i] = data[i] === Infinity ? FORBIDDEN : data[i] / unit[b];
  }
  scaled[data.length] = FORBIDDEN;
  return scaled;
}
