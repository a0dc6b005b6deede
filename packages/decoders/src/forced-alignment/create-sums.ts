import type { PreparedItem } from './prepare.ts';
import { framesOfUnits, joinPath } from './segments.ts';
import type { UnitSums } from './unit-sums.ts';
import { createUnitSums } from './unit-sums.ts';
import { unitOfColumns } from './units.ts';

/** Makes the sums of tokens and, where asked for, words, about a best path. */
export function createSums({ lattice, tokens, words }: PreparedItem, radius: number): (path: readonly Int32Array[]) => UnitSums[] {
  const { frames, columns } = lattice;
  return (pieces) => {
    const path = joinPath(pieces);
    return [tokens, ...(words === undefined ? [] : [words.units])].map((units) => {
      const { first, last } = framesOfUnits(path, units, columns);
      return createUnitSums(unitOfColumns(units, columns), first, last, frames, radius);
    });
  };
}
