import type { ItemLattice } from './item-lattice.ts';
import { framesOfUnits, joinPath } from './segments.ts';
import type { UnitSums } from './unit-sums.ts';
import { createUnitSums } from './unit-sums.ts';
import type { Units } from './units.ts';
import { unitOfColumns } from './units.ts';

/** Makes the sums of each kind of units, tokens and perhaps words, about a best path. */
export function createSums(
  { frames, columns }: ItemLattice,
  kinds: readonly Units[],
  radius: number,
): (path: readonly Int32Array[]) => UnitSums[] {
  return (pieces) => {
    const path = joinPath(pieces);
    return kinds.map((units) => {
      const { first, last } = framesOfUnits(path, units, columns);
      return createUnitSums(unitOfColumns(units, columns), first, last, frames, radius);
    });
  };
}
