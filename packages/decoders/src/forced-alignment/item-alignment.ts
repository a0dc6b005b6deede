import type { AlignmentProblem, AlignmentSolution, LatticeArray, SolveRequest } from '@rubato/core';
import type { Pausing } from './pausing.ts';
import { addBlock } from './add-block.ts';
import { blockCount } from './blocks.ts';
import type { BlockProblem, BlockRange, ItemLattice } from './item-lattice.ts';
import { FORWARD_REQUEST, PATH_REQUEST, POSTERIOR_REQUEST } from './requests.ts';
import type { ItemState } from './item-state.ts';
import { rowOf } from './lattice-rows.ts';
import { takeEnds } from './take-ends.ts';
import type { UnitSums } from './unit-sums.ts';

/** One solve that an alignment waits for. */
export interface Task {
  readonly problem: AlignmentProblem;
  readonly request: SolveRequest;
}

/** An item may turn out to have no path only where data forbid cells. */
const BLOCKED = 'every path meets a forbidden cell or step, or leaves the band';

/**
 * The alignment of one item, solve by solve: `next` says what to solve, `absorb` takes the answer. All that it knows between the two
 * stands in its state.
 *
 * Best path: D of hardmin from block to block; then, from the best end back, a path in each block that ends where the one behind begins.
 * All paths: D of softmin from block to block; then back, with R the cost that is still to come. A block with entries at the price D and
 * exits at the price R has the soft alignment of the whole item, but for its share of all paths, `exp(-(V_block - V)/γ)`. What is still to
 * come at its own entries follows from their posteriors q: `R = V_block - D - γ·ln q`.
 */
export class ItemAlignment {
  readonly state: ItemState;
  private readonly lattice: ItemLattice;
  private readonly blocks: number;
  private readonly minimum: string;
  private readonly confidence: boolean;
  /** Makes the sums once the best path is known. */
  private readonly createSums: (path: readonly Int32Array[]) => UnitSums[];
  private readonly rowsBack: Int32Array;
  private readonly columnsBack: Int32Array;
  private open: BlockProblem | undefined;

  constructor(
    lattice: ItemLattice,
    state: ItemState,
    minimum: string,
    confidence: boolean,
    createSums: (path: readonly Int32Array[]) => UnitSums[],
  ) {
    this.lattice = lattice;
    this.state = state;
    this.blocks = blockCount(lattice.frames, state.blockFrames);
    this.minimum = minimum;
    this.confidence = confidence;
    this.createSums = createSums;
    this.rowsBack = Int32Array.from(lattice.structure.steps, ([rows]) => rows);
    this.columnsBack = Int32Array.from(lattice.structure.steps, ([, columns]) => columns);
  }

  /** Passes over the frames in all, and how many are done: two for the path and two for all paths, one each where there is one block. */
  get progress(): { readonly done: number; readonly total: number } {
    const { state, blocks } = this;
    const passes = (blocks > 1 ? 2 : 1) * (this.confidence ? 2 : 1);
    const total = passes * blocks;
    switch (state.phase) {
      case 'pathForward':
        return { done: state.block, total };
      case 'pathTrace':
        return { done: (blocks > 1 ? blocks : 0) + blocks - 1 - state.block, total };
      case 'forward':
        return { done: 2 * blocks + state.block, total };
      case 'backward':
        return { done: total - 1 - state.block, total };
      case 'finished':
        return { done: total, total };
    }
  }

  /** What to solve next; undefined at the end. Blocks that no path enters are passed over. */
  next(): Task | undefined {
    const { state } = this;
    while (state.phase !== 'finished') {
      const range = this.range();
      const block = range === undefined ? undefined : this.lattice.block(range);
      if (block !== undefined) {
        this.open = block;
        return { problem: block.problem, request: this.request() };
      }
      this.passOver();
    }
    return undefined;
  }

  *absorb(solution: AlignmentSolution): Pausing<void> {
    const block = this.open!;
    this.open = undefined;
    switch (this.state.phase) {
      case 'pathForward':
      case 'forward':
        return this.absorbForward(block, solution.accumulatedCost!);
      case 'pathTrace':
        return this.absorbPath(block, solution);
      case 'backward':
        return yield* this.absorbPosterior(block, solution);
      case 'finished':
    }
  }

  private request(): SolveRequest {
    switch (this.state.phase) {
      case 'pathTrace':
        return PATH_REQUEST;
      case 'backward':
        return POSTERIOR_REQUEST;
      default:
        return FORWARD_REQUEST;
    }
  }

  /** The part of the lattice that the next solve is about, or undefined where no path enters it. */
  private range(): BlockRange | undefined {
    const { state, lattice, blocks } = this;
    const { phase, block } = state;
    const from = block * state.blockFrames;
    const to = Math.min(from + state.blockFrames, lattice.frames - 1);
    const entry = block === 0 ? {} : { entry: state.rows[block] };
    const wide = { from, to, first: 0, last: lattice.columns - 1, ...entry };
    switch (phase) {
      case 'pathForward':
        return { ...wide, exit: new Float64Array(lattice.columns), minimum: 'hardmin' };
      case 'forward':
        return { ...wide, exit: new Float64Array(lattice.columns), minimum: this.minimum };
      case 'pathTrace':
        if (blocks === 1) return { ...wide, minimum: 'hardmin' };
        // Where penalties are negative, an end before the exit may be cheaper than the way there.
        return this.narrowed({ ...wide, to: state.endFrame, exit: this.only(state.endColumn), exitOnly: true, minimum: 'hardmin' }, false);
      default:
        return this.narrowed({ ...wide, ...(state.exit === undefined ? {} : { exit: state.exit }), minimum: this.minimum }, true);
    }
  }

  /** Prices of exits where there is only one. */
  private only(column: number): Float64Array {
    const exit = new Float64Array(this.lattice.columns).fill(Infinity);
    exit[column] = 0;
    return exit;
  }

  /** Without the columns from which no path reaches an exit of the block, and those behind all exits. */
  private narrowed(range: BlockRange, withEnds: boolean): BlockRange | undefined {
    const { lattice } = this;
    const { from, to, exit } = range;
    let least = Infinity;
    let last = -1;
    const take = (column: number): void => {
      least = Math.min(least, column);
      last = Math.max(last, column);
    };
    if (exit !== undefined) for (let m = 0; m < exit.length; m++) if (exit[m] < Infinity) take(m);
    if (withEnds) {
      lattice.ends.rows.forEach((row, k) => {
        if (row >= from && (exit === undefined ? row <= to : row < to)) take(lattice.ends.columns[k]);
      });
    }
    if (last < 0) return undefined;
    // Infinity times no frames is not looked at.
    const reach = lattice.columnsPerFrame === Infinity ? Infinity : lattice.columnsPerFrame * (to - from);
    const first = Math.max(0, Math.floor(least - reach));
    return { ...range, first, last };
  }

  /** Goes on where a block has nothing to solve. */
  private passOver(): void {
    const { state, lattice } = this;
    switch (state.phase) {
      case 'pathForward':
      case 'forward':
        state.rows[state.block + 1] = new Float64Array(lattice.columns).fill(Infinity);
        return this.advance();
      case 'pathTrace':
        return this.fail();
      default:
        state.exit = new Float64Array(lattice.columns).fill(Infinity);
        return this.retreat();
    }
  }

  private fail(reason: string = BLOCKED): void {
    this.state.infeasible = reason;
    this.state.sums = [];
    this.finish();
  }

  private finish(): void {
    this.state.phase = 'finished';
    this.state.rows = [new Float64Array()];
    this.state.exit = undefined;
  }

  private absorbForward(block: BlockProblem, accumulated: LatticeArray): void {
    const { state, lattice } = this;
    const { from, to } = block.range;
    const isLast = state.block === this.blocks - 1;
    takeEnds(state, lattice, block, accumulated, isLast ? to : to - 1);
    if (!isLast) state.rows[state.block + 1] = rowOf(accumulated, to - from, lattice.columns);
    this.advance();
  }

  /** After a forward block. */
  private advance(): void {
    const { state, blocks } = this;
    state.block++;
    if (state.block < blocks) return;
    if (state.phase === 'forward') {
      if (state.value === Infinity) return this.fail();
      state.phase = 'backward';
      state.block = blocks - 1;
      return;
    }
    if (state.pathCost === Infinity) return this.fail();
    state.phase = 'pathTrace';
    // A frame that blocks share belongs to the first of them.
    state.block = Math.max(0, Math.ceil(state.endFrame / state.blockFrames) - 1);
  }

  /** After a block on the way back. */
  private retreat(): void {
    if (this.state.block === 0) this.finish();
    else this.state.block--;
  }

  private absorbPath(block: BlockProblem, { paths, pathCosts, status }: AlignmentSolution): void {
    const { state, blocks } = this;
    const { from, first } = block.range;
    const [relative] = paths!;
    if (relative.length === 0) {
      const [found] = status;
      return this.fail(found.kind === 'infeasible' ? found.reason : BLOCKED);
    }
    if (blocks === 1) [state.pathCost] = pathCosts!;
    const path = relative.map((place, i) => place + (i % 2 === 0 ? from : first));
    const enters = state.block > 0 && path[0] === from;
    // The cell at the entry is the last of the block before.
    state.path.push(enters ? path.slice(2) : path);
    if (enters) {
      [state.endFrame, state.endColumn] = path;
      state.block--;
      return;
    }
    state.rows = [new Float64Array()];
    if (!this.confidence) return this.finish();
    state.sums = this.createSums(state.path);
    state.phase = blocks > 1 ? 'forward' : 'backward';
    state.block = 0;
  }

  private *absorbPosterior(block: BlockProblem, solution: AlignmentSolution): Pausing<void> {
    const { state, lattice, blocks } = this;
    const { range, entries } = block;
    const value = solution.values[0];
    if (blocks === 1) state.value = value;
    const { startPenalty } = solution.boundaryGradient!;
    const share = value === Infinity ? 0 : blocks === 1 ? 1 : Math.exp(-(value - state.value) / lattice.gamma);

    if (share > 0) for (const sums of state.sums) yield* addBlock(sums, block, solution, share, this.rowsBack, this.columnsBack);
    if (range.entry !== undefined) {
      const exit = new Float64Array(lattice.columns).fill(Infinity);
      for (let k = 0; k < entries.length; k++) {
        const q = startPenalty.data[k];
        if (q > 0) exit[entries[k]] = value - range.entry[entries[k]] - lattice.gamma * Math.log(q);
      }
      state.exit = exit;
    }
    state.rows.length = Math.min(state.rows.length, state.block);
    this.retreat();
  }
}
