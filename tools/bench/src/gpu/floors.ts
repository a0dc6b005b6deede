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
  /** Barriers of two sweeps with one for each level of the recursion: anti-diagonals, or rows where every step advances one. */
  readonly levelBarriers: number;
  /** Barriers that an item's workgroup of the kernel that ran waits at, where they are known: fewer, since a thread does several cells between two. */
  readonly kernelBarriers?: number;
}

/** The same in milliseconds. */
export interface Floors {
  readonly least: number;
  readonly sweeps: number;
  readonly levels: number;
  readonly kernel?: number;
}

/** How a strip kernel cuts the lattice: threads of a workgroup, cells across a thread's strip, positions from barrier to barrier. */
export interface StripSize {
  readonly threads: number;
  readonly strip: number;
  readonly block: number;
}

type Lattice = Pick<BenchCase, 'kind' | 'batch' | 'rows' | 'columns'>;

const FLOAT_BYTES = 4;

/** The work of value and gradient. */
export function workOf({ kind, batch, rows, columns }: Lattice, size?: StripSize): Work {
  const cells = FLOAT_BYTES * batch * rows * columns;
  const input = kind === 'ctc' ? FLOAT_BYTES * batch * rows * DIMENSION : cells;
  const levels = kind === 'ctc' ? rows : rows + columns - 1;
  const work = { leastBytes: 2 * input, sweepBytes: 3 * input + 2 * cells, levelBarriers: 2 * levels };
  return size === undefined
    ? work
    : { ...work, kernelBarriers: 2 * stripBarriers(size, kind === 'ctc' ? [columns, rows] : [rows, columns]) };
}

/** Strips lie along the first side, panel after panel; the sweep goes along the second, each thread a block behind the one before. */
function stripBarriers({ threads, strip, block }: StripSize, [length, sweep]: readonly [number, number]): number {
  return Math.ceil(length / (threads * strip)) * (Math.ceil(sweep / block) + threads - 1);
}

/** Finds a strip kernel's size in its label: threads × strip × block. */
export function stripSizeOf(label: string): StripSize | undefined {
  const found = /^strips .* (\d+)x(\d+)x(\d+)\b/.exec(label);
  if (found === null) return undefined;
  const [threads, strip, block] = found.slice(1).map(Number);
  return { threads, strip, block };
}

/** The least milliseconds that this work takes at the measured rates. Items of a batch wait for their barriers at the same time. */
export function floorsOf({ leastBytes, sweepBytes, levelBarriers, kernelBarriers }: Work, rates: Rates): Floors {
  const moved = (bytes: number): number => (1e3 * bytes) / rates.copyBytesPerSecond;
  const waited = (barriers: number): number => 1e3 * barriers * rates.barrierSeconds;
  const floors = { least: moved(leastBytes), sweeps: moved(sweepBytes), levels: waited(levelBarriers) };
  return kernelBarriers === undefined ? floors : { ...floors, kernel: waited(kernelBarriers) };
}
