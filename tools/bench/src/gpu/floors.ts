import type { BenchCase } from '../cases/bench-case.ts';
import { DIMENSION } from '../cases/bench-case.ts';

/** What a device was measured to do at best. */
export interface Rates {
  /** Bytes read and written by a copy. */
  readonly copyBytesPerSecond: number;
  /** A barrier of a workgroup that does nothing else. */
  readonly barrierSeconds: number;
  /** A barrier at which each thread hands one number to its neighbour. */
  readonly exchangeSeconds: number;
  /** A dispatch after a dispatch that it has to wait for. */
  readonly dispatchSeconds: number;
}

/** Work that no value with its gradient can do without, or not when it goes about it in a certain way. */
export interface Work {
  /** Bytes of the cost read once and of the gradient written once. */
  readonly leastBytes: number;
  /** Bytes of two sweeps that keep one float32 a cell between them: the forward one writes it, the backward one reads it and the cost again. */
  readonly sweepBytes: number;
  /** Barriers of two sweeps with one for each step of the recursion: anti-diagonals, or rows where every step advances one. */
  readonly barriers: number;
}

/** The same in milliseconds. */
export interface Floors {
  readonly least: number;
  readonly sweeps: number;
  readonly barriers: number;
  readonly exchanges: number;
}

const FLOAT_BYTES = 4;

/** The work of value and gradient. */
export function workOf({ kind, batch, rows, columns }: Pick<BenchCase, 'kind' | 'batch' | 'rows' | 'columns'>): Work {
  const cells = FLOAT_BYTES * batch * rows * columns;
  const input = kind === 'ctc' ? FLOAT_BYTES * batch * rows * DIMENSION : cells;
  const levels = kind === 'ctc' ? rows : rows + columns - 1;
  return { leastBytes: 2 * input, sweepBytes: 3 * input + 2 * cells, barriers: 2 * levels };
}

/** The least milliseconds that this work takes at the measured rates. Items of a batch wait for their barriers at the same time. */
export function floorsOf({ leastBytes, sweepBytes, barriers }: Work, rates: Rates): Floors {
  const moved = (bytes: number): number => (1e3 * bytes) / rates.copyBytesPerSecond;
  return {
    least: moved(leastBytes),
    sweeps: moved(sweepBytes),
    barriers: 1e3 * barriers * rates.barrierSeconds,
    exchanges: 1e3 * barriers * rates.exchangeSeconds,
  };
}
