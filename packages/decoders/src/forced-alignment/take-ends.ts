import type { LatticeArray } from '@rubato/core';
import { weightedCost } from '@rubato/core';
import type { BlockProblem, ItemLattice } from './item-lattice.ts';
import type { ItemState } from './item-state.ts';
import { valueAt } from './lattice-rows.ts';

/**
 * Takes the item's end cells in a forward block's frames up to `until` into its state: the cheapest end, of equal ones the first
 * candidate, whichever block it is in; or the softmin over all.
 */
export function takeEnds(
  state: ItemState,
  lattice: ItemLattice,
  { problem, range }: BlockProblem,
  accumulated: LatticeArray,
  until: number,
): void {
  const { rows, columns, multipliers, penalties } = lattice.ends;
  const { cost } = problem;
  if (cost.kind !== 'gathered') return;
  for (let k = 0; k < rows.length; k++) {
    if (rows[k] < range.from || rows[k] > until) continue;
    const arrived = valueAt(accumulated, rows[k] - range.from, columns[k]);
    const own = cost.values[(rows[k] - range.from) * cost.classes + cost.index[columns[k]]];
    const total = arrived + weightedCost(multipliers[k], own, penalties[k]);
    if (state.phase === 'forward') state.value = softlyLess(state.value, total, lattice.gamma);
    else if (total < state.pathCost || (total === state.pathCost && k < state.endCandidate)) {
      state.pathCost = total;
      state.endFrame = rows[k];
      state.endColumn = columns[k];
      state.endCandidate = k;
    }
  }
}

/** The softmin of two. */
function softlyLess(a: number, b: number, gamma: number): number {
  const least = Math.min(a, b);
  const most = Math.max(a, b);
  return most === Infinity ? least : least - gamma * Math.log1p(Math.exp((least - most) / gamma));
}
