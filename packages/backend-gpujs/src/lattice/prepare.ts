import type { AlignmentProblem, LatticeLayout } from '@rubato/core';
import { mostCandidates } from '@rubato/core';
import type { CostSource, Units } from '@rubato/core/fronts';
import { CellIndex, FORBIDDEN, candidateCost, chooseUnits, costSource, cutIntoFronts, eachOpenCandidate } from '@rubato/core/fronts';
import type { LocalCost } from '@rubato/costs';
import type { MinimumFunction } from '@rubato/minimum';
import type { StepTables } from './step-tables.ts';
import { stepTables } from './step-tables.ts';

/** The planes that the forward pass reads: cost, the sentinel where the cell is forbidden, what it costs to start there. */
export const FORWARD_PLANES = 3;
/** The planes that the backward pass reads: multiplier of the start candidate, number of the end candidate or -1, its multiplier. */
export const BACKWARD_PLANES = 3;

/** The end candidates, [candidates, batch]. */
export interface EndCandidates {
  readonly count: number;
  /** Where each stands; front -1 for one that is closed. */
  readonly fronts: Float32Array;
  readonly places: Float32Array;
  /** What each adds to D, the sentinel where it is closed. */
  readonly costs: Float32Array;
  readonly multipliers: Float32Array;
}

/** A problem as arrays for kernels; all costs are in units. */
export interface Prepared {
  readonly cells: CellIndex;
  readonly units: Units;
  /** [fronts, FORWARD_PLANES, batch, places]. */
  readonly forward: Float32Array;
  /** [fronts, BACKWARD_PLANES, batch, places]. */
  readonly backward: Float32Array;
  readonly steps: StepTables;
  readonly end: EndCandidates;
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
  const largest = new Float64Array(problem.batch);
  yield* cells.each((b, n, m) => {
    const magnitude = Math.abs(source.data[source.index(b, n, m)]);
    if (magnitude > largest[b] && magnitude !== Infinity) largest[b] = magnitude;
  });
  const units = chooseUnits(problem, minimum, largest);
  if (typeof units === 'string') return units;
  const { unit } = units;
  const forward = planes(cells, [0, FORBIDDEN, FORBIDDEN]);
  yield* cells.each((b, n, m) => {
    const cost = source.data[source.index(b, n, m)];
    if (cost === Infinity) return;
    forward[cells.at(b, n, m, 0, FORWARD_PLANES)] = cost / unit[b];
    forward[cells.at(b, n, m, 1, FORWARD_PLANES)] = 0;
  });
  const backward = planes(cells, [0, -1, 0]);
  eachOpenCandidate(problem, problem.start, (candidate) => {
    const { b, n, m } = candidate;
    forward[cells.at(b, n, m, 2, FORWARD_PLANES)] = candidateCost(candidate, source, cells, unit);
    backward[cells.at(b, n, m, 0, BACKWARD_PLANES)] = candidate.multiplier;
  });
  return {
    cells,
    units,
    forward,
    backward,
    steps: yield* stepTables(problem, cells, unit),
    end: endCandidates(problem, source, cells, backward, unit),
  };
}

/** An array of planes, each filled with a number. */
function planes({ fronts, width }: CellIndex, fills: readonly number[]): Float32Array {
  const array = new Float32Array(fronts.count * fills.length * width);
  for (let k = 0; k < fronts.count * fills.length; k++) array.fill(fills[k % fills.length], k * width, (k + 1) * width);
  return array;
}

/** The end candidates, and in `backward` which cells have one. */
function endCandidates(
  problem: AlignmentProblem,
  source: CostSource,
  cells: CellIndex,
  backward: Float32Array,
  unit: Float64Array,
): EndCandidates {
  const { batch } = problem;
  const count = mostCandidates(problem.end, problem.rowLengths, problem.columnLengths);
  const end: EndCandidates = {
    count,
    fronts: new Float32Array(count * batch).fill(-1),
    places: new Float32Array(count * batch),
    costs: new Float32Array(count * batch).fill(FORBIDDEN),
    multipliers: new Float32Array(count * batch),
  };
  eachOpenCandidate(problem, problem.end, (candidate) => {
    const { b, k, n, m, multiplier } = candidate;
    const at = k * batch + b;
    end.fronts[at] = cells.fronts.front(n, m);
    end.places[at] = cells.fronts.place(n, m);
    end.multipliers[at] = multiplier;
    end.costs[at] = candidateCost(candidate, source, cells, unit);
    backward[cells.at(b, n, m, 1, BACKWARD_PLANES)] = k;
    backward[cells.at(b, n, m, 2, BACKWARD_PLANES)] = multiplier;
  });
  return end;
}
