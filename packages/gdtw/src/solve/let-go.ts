import type { ActiveState } from './active-state.ts';
import { placeEdge, placeKnot } from './active-state.ts';
import type { WarpChain } from './chain.ts';
import type { Shift } from './kkt.ts';

/** The intervals beside a run, and whether a shift of the run makes each longer (1) or shorter (-1). */
export function edgesBeside(chain: WarpChain, { from, to, side }: Shift): readonly (readonly [edge: number, growth: number])[] {
  const edges: [number, number][] = [];
  if (from > 0) edges.push([from - 1, side]);
  if (to < chain.count - 1) edges.push([to, -side]);
  return edges;
}

/** Lets a run of knots go to one side, and the intervals beside it with it, in the pieces on that side; what bounds hold stays. */
export function letGo(chain: WarpChain, state: ActiveState, shift: Shift): void {
  for (let i = shift.from; i <= shift.to; i++) {
    if (state.fixed[i] === 0) state.locked[i] = 0;
    placeKnot(chain, state, i, shift.side);
  }
  for (const [edge, growth] of edgesBeside(chain, shift)) {
    if (state.rigid[edge] === 0) state.tied[edge] = 0;
    placeEdge(chain, state, edge, growth);
  }
}
