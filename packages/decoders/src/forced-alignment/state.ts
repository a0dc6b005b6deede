import { InvalidArgumentError } from '@rubato/core';
import { isList } from '../check.ts';

/** What an item's alignment is at: forward and trace for the best path, forward and backward for all paths. */
export type Phase = 'pathForward' | 'pathTrace' | 'forward' | 'backward' | 'finished';

/** A cost of a saved state. JSON has no infinity and writes `null`, which is read as `Infinity`. */
export type SavedCost = number | null;

/** Sums of what edges carry at each frame, for each token or word. */
export interface SavedDistributions {
  readonly probabilities: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly moment: readonly number[];
  readonly square: readonly number[];
}

/** One item of a saved state. */
export interface SavedItem {
  readonly phase: Phase;
  /** The block that comes next. */
  readonly block: number;
  readonly blockFrames: number;
  /** D in the first frame of the second block, the third, …: as far as they are needed. */
  readonly rows: readonly (readonly SavedCost[])[];
  /** What is still to come in the last frame of the block that comes next. */
  readonly exit?: readonly SavedCost[];
  /** Where the best path, or the piece of it that comes next, ends; -1 where that is not known. */
  readonly endFrame: number;
  readonly endColumn: number;
  readonly endCandidate: number;
  readonly pathCost: SavedCost;
  readonly value: SavedCost;
  /** Pieces of the best path as (frame, column) pairs, the last first. */
  readonly path: readonly (readonly number[])[];
  /** Of tokens, and of words where there are any. */
  readonly sums: readonly {
    readonly occupancy: readonly number[];
    readonly start: SavedDistributions;
    readonly end: SavedDistributions;
  }[];
  /** Why there is no path. */
  readonly infeasible?: string;
}

/**
 * A forced alignment between two blocks, as plain data that JSON and `structuredClone` keep. It is of the input that it came from and no
 * other.
 */
export interface ForcedAlignmentState {
  readonly version: 1;
  /** A checksum of posteriors, labels and options. */
  readonly fingerprint: string;
  /** The items that have been begun, in order; all but the last are finished. `null` for one whose lengths allow no path. */
  readonly items: readonly (SavedItem | null)[];
}

const EXPECTED = 'a state that onBlock handed out for the same posteriors, labels and options';

/** Refuses what is no state of a batch. */
export function checkState(state: unknown, batch: number): asserts state is ForcedAlignmentState {
  const { version, fingerprint, items } = (typeof state === 'object' && state !== null ? state : {}) as Partial<ForcedAlignmentState>;
  if (version !== 1 || typeof fingerprint !== 'string' || !isList(items)) {
    throw new InvalidArgumentError({ argument: 'options.resume', found: 'no such state', expected: EXPECTED });
  }
  if (items.length <= batch) return;
  throw new InvalidArgumentError({ argument: 'options.resume.items', found: `of ${items.length} items`, expected: `at most ${batch}` });
}

/** Refuses a state of other input. */
export function checkFingerprint(state: ForcedAlignmentState, fingerprint: string): void {
  if (state.fingerprint === fingerprint) return;
  throw new InvalidArgumentError({ argument: 'options.resume', found: 'the state of other input', expected: EXPECTED });
}
