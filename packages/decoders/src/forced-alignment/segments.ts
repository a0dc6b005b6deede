import { stepCost, weightedCost } from '@rubato/core';
import type { Pausing } from './pausing.ts';
import type { ItemLattice } from './item-lattice.ts';
import type { Units } from './units.ts';
import { unitOfColumns } from './units.ts';

/** The frames of the best path in each unit, both included; `last = first - 1` where it skips the unit. */
export interface UnitFrames {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/** The pieces of a path, the last first, as one. */
export function joinPath(pieces: readonly Int32Array[]): Int32Array {
  const path = new Int32Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let end = path.length;
  for (const piece of pieces) {
    end -= piece.length;
    path.set(piece, end);
  }
  return path;
}

export function framesOfUnits(path: Int32Array, units: Units, columns: number): UnitFrames {
  const unitOf = unitOfColumns(units, columns);
  const first = new Int32Array(units.first.length).fill(-1);
  const last = new Int32Array(units.first.length).fill(-1);
  for (let i = 0; i < path.length; i += 2) {
    const unit = unitOf[path[i + 1]];
    if (unit < 0) continue;
    if (first[unit] < 0) first[unit] = path[i];
    last[unit] = path[i];
  }
  // A unit without frames stands, empty, where the path passes it.
  for (let unit = 0, i = 0; unit < first.length; unit++) {
    if (first[unit] >= 0) continue;
    while (i < path.length && path[i + 1] < units.first[unit]) i += 2;
    first[unit] = i < path.length ? path[i] : path[path.length - 2] + 1;
    last[unit] = first[unit] - 1;
  }
  return { first, last };
}

/** Minus the cost of the path's steps into the cells of each column: [columns]. Yields between frames. */
export function* columnLogProbabilities(lattice: ItemLattice, path: Int32Array): Pausing<Float64Array> {
  const { structure, item, starts } = lattice;
  const { steps } = structure;
  const sums = new Float64Array(lattice.columns);
  for (let i = 0, row = -1, costs: Float32Array | Float64Array = new Float64Array(); i < path.length; i += 2) {
    const [n, m] = [path[i], path[i + 1]];
    if (n !== row) {
      costs = lattice.costs((row = n), n);
      yield;
    }
    const cost = costs[lattice.costPosition(0, m)];
    if (i === 0) {
      const k = starts.rows.findIndex((startRow, candidate) => startRow === n && starts.columns[candidate] === m);
      sums[m] -= weightedCost(starts.multipliers[k], cost, starts.penalties[k]);
    } else {
      const s = steps.findIndex(([rows, columns]) => rows === n - path[i - 2] && columns === m - path[i - 1]);
      sums[m] -= stepCost(structure, item, n, m, s, cost);
    }
  }
  return sums;
}
