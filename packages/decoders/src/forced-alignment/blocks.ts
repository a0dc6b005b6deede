import type { Backend, SolveRequest } from '@rubato/core';
import { MemoryLimitError, UnsupportedError } from '@rubato/core';
import type { Pausing } from './pausing.ts';
import type { BlockProblem, ItemLattice } from './item-lattice.ts';
import { FORWARD_REQUEST, PATH_REQUEST, POSTERIOR_REQUEST } from './requests.ts';

/**
 * Where a plan needs no more than this, smaller blocks are not looked for. Where none does, the least is a fast one too: small blocks leave out
 * most of the cells that no path reaches.
 */
const COMFORTABLE_BYTES = 2 ** 26;

/** Bytes of a cell in the lists of a block's boundary: a pair, a factor, a price, and what the problem makes of them. */
const BOUNDARY_CELL_BYTES = 120;

export interface BlockChoice {
  readonly backend: Backend;
  readonly lattice: ItemLattice;
  readonly minimum: string;
  readonly confidence: boolean;
  /** What the alignment holds beside blocks. */
  readonly fixedBytes: number;
  readonly maxBytes: number;
  readonly blockFrames: number | undefined;
  /** How often rows between blocks are held: twice where states are handed out. */
  readonly copies: number;
}

/**
 * The frames of a block: as many as asked for, else the most that fit comfortably, else those of the least plan.
 *
 * @returns yields between plans, each of which takes a look at all frames and columns
 * @throws MemoryLimitError with the bytes of the least plan where none fits; UnsupportedError where blocks are asked for and not exact
 */
export function* chooseBlockFrames(choice: BlockChoice): Pausing<number> {
  const { lattice, maxBytes, blockFrames } = choice;
  const { frames } = lattice;
  const most = Math.min(maxBytes, choice.backend.limits.maximumBytes);
  if (blockFrames !== undefined && blockFrames < frames - 1 && !lattice.divisible) {
    throw new UnsupportedError('forced alignment in blocks', 'a step goes back more than one frame, or the precision is float32');
  }
  const heights = blockFrames === undefined ? heightsToTry(lattice) : [Math.min(blockFrames, Math.max(1, frames - 1))];
  let best = heights[0];
  let least = Infinity;
  for (const height of heights) {
    const bytes = yield* planBytes(choice, height);
    yield;
    if (bytes <= Math.min(most, COMFORTABLE_BYTES)) return height;
    if (bytes >= least) continue;
    least = bytes;
    best = height;
  }
  if (least <= most) return best;
  throw new MemoryLimitError('forced alignment', least, most);
}

/** All frames, half of them, a quarter, … one. */
function heightsToTry({ frames, divisible }: ItemLattice): number[] {
  const heights = [Math.max(1, frames - 1)];
  if (!divisible) return heights;
  for (let height = heights[0]; height > 1; heights.push(height)) height = Math.ceil(height / 2);
  return heights;
}

/** How many blocks of so many frames an item has. Blocks share a frame with the one before. */
export function blockCount(frames: number, blockFrames: number): number {
  return Math.max(1, Math.ceil((frames - 1) / blockFrames));
}

/** Bytes of a plan: rows between blocks, and the largest block of any phase. */
function* planBytes({ backend, lattice, minimum, confidence, fixedBytes, copies }: BlockChoice, height: number): Pausing<number> {
  const { frames, columns } = lattice;
  const blocks = blockCount(frames, height);
  const whole = blocks === 1;
  const shared = new Float64Array(columns);
  const edges = whole ? {} : { entry: shared, exit: shared };
  const range = { from: whole ? 0 : frames - 1 - height, to: frames - 1, first: 0, last: columns - 1, ...edges };
  const hard = lattice.block({ ...range, minimum: 'hardmin' }, true);
  if (hard === undefined) return 0;
  yield;
  const needs = [bytesOf(backend, hard, PATH_REQUEST)];
  if (!whole) needs.push(bytesOf(backend, hard, FORWARD_REQUEST));
  yield;
  const soft = confidence ? lattice.block({ ...range, minimum }, true) : undefined;
  yield;
  if (soft !== undefined) {
    needs.push(bytesOf(backend, soft, POSTERIOR_REQUEST));
    if (!whole) needs.push(bytesOf(backend, soft, FORWARD_REQUEST));
  }
  const rows = whole ? 0 : 8 * columns * (blocks + 1) * copies;
  const perCell = hard.problem.start.set === 'cells' || hard.problem.end.set === 'cells' ? BOUNDARY_CELL_BYTES : 24;
  const cells = whole ? 0 : 2 * columns * perCell;
  return fixedBytes + rows + cells + lattice.costBytes(height + 1) + Math.max(...needs);
}

/** What a backend would allocate for a block; refused here, before any work, where it would not take it. */
function bytesOf(backend: Backend, { problem }: BlockProblem, request: SolveRequest): number {
  const support = backend.supports(problem, request);
  if (!support.supported) throw new UnsupportedError(backend.name, support.reason);
  return backend.estimate(problem, request).total;
}
