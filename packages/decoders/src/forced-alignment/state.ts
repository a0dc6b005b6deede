import { InvalidArgumentError } from '@rubato/core';
import { blockCount } from './blocks.ts';
import type { ForcedAlignment } from './result.ts';
import type { UnitSums } from './unit-sums.ts';

/** What an item's alignment is at: forward and trace for the best path, forward and backward for all paths. */
export type Phase = 'pathForward' | 'pathTrace' | 'forward' | 'backward' | 'finished';

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
  /** Where the best path ends, and what it costs. */
  endFrame: number;
  endColumn: number;
  pathCost: number;
  /** The value over all paths. */
  value: number;
  /** Pieces of the best path, the last first. */
  readonly path: Int32Array[];
  /** Tokens, and words where there are any. */
  sums: UnitSums[];
  infeasible: string | undefined;
}

/**
 * A forced alignment between two blocks: plain data, structured-cloneable, to go on from later. It is of the input that it came from and
 * no other.
 */
export interface ForcedAlignmentState {
  readonly version: 1;
  /** A checksum of posteriors, labels and options. */
  readonly fingerprint: number;
  /** Items that are done. */
  readonly results: ForcedAlignment[];
  item: ItemState | undefined;
}

export function createState(fingerprint: number): ForcedAlignmentState {
  return { version: 1, fingerprint, results: [], item: undefined };
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
    pathCost: Infinity,
    value: Infinity,
    path: [],
    sums: [],
    infeasible: undefined,
  };
}

/** Refuses a state of other input; the arrays in it are taken over, not copied. */
export function checkState(state: ForcedAlignmentState, fingerprint: number): void {
  const argument = 'options.resume';
  const expected = 'a state that onBlock handed out for the same posteriors, labels and options';
  if (typeof state !== 'object' || state === null || state.version !== 1 || !Array.isArray(state.results)) {
    throw new InvalidArgumentError({ argument, found: 'no such state', expected });
  }
  if (state.fingerprint !== fingerprint) throw new InvalidArgumentError({ argument, found: 'the state of other input', expected });
}

/** FNV-1a over the bytes of arrays. */
export function fingerprintOf(arrays: readonly ArrayBufferView[]): number {
  let hash = 0x811c9dc5;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  }
  return hash >>> 0;
}
