import { blockCount } from './blocks.ts';
import type { Phase } from './state.ts';
import type { UnitSums } from './unit-sums.ts';

/** How far one item has come. */
export interface ItemState {
  phase: Phase;
  /** The block that comes next. */
  block: number;
  readonly blockFrames: number;
  /** D in the first frame of each block that has been reached, but the first block. */
  rows: Float64Array[];
  /** What is still to come in the last frame of the block that comes next; undefined in the last. */
  exit: Float64Array | undefined;
  /** Where the best path ends, as which of the end candidates, and what it costs. */
  endFrame: number;
  endColumn: number;
  endCandidate: number;
  pathCost: number;
  /** The value over all paths. */
  value: number;
  /** Pieces of the best path, the last first. */
  readonly path: Int32Array[];
  /** Tokens, and words where there are any. */
  sums: UnitSums[];
  infeasible: string | undefined;
}

export function createItemState(frames: number, blockFrames: number): ItemState {
  return {
    phase: blockCount(frames, blockFrames) > 1 ? 'pathForward' : 'pathTrace',
    block: 0,
    blockFrames,
    rows: [new Float64Array()],
    exit: undefined,
    endFrame: -1,
    endColumn: -1,
    endCandidate: -1,
    pathCost: Infinity,
    value: Infinity,
    path: [],
    sums: [],
    infeasible: undefined,
  };
}
