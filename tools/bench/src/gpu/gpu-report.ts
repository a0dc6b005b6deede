import type { BenchCase } from '../cases/bench-case.ts';
import type { Difference } from '../measure/compare.ts';
import type { Spread } from '../measure/quantiles.ts';
import type { Floors, Rates, Work } from './floors.ts';

/** A stage, its median milliseconds on the device. */
export interface Stage {
  readonly label: string;
  readonly milliseconds: number;
}

/** One way to solve a case: with answers on the host (`solve`), or left on the device (`submit`). */
export interface WayResult {
  /** By the clock on the wall, until the answer is there. */
  readonly milliseconds: Spread;
  /** The most bytes of buffers that stood at once during a solve, the caller's own not counted. */
  readonly deviceBytes: number;
  /** By the device's time stamps; absent where it has none. */
  readonly stages?: readonly Stage[];
  /** From the first stage's begin to the last one's end, all between them counted. */
  readonly span?: number;
  /** Passes of a solve that were too many to be timed. */
  readonly missedPasses?: number;
}

export interface GpuResult {
  readonly benchCase: BenchCase;
  readonly work: Work;
  readonly floors: Floors;
  /** How far the answers are from those of the CPU. */
  readonly difference: Difference;
  readonly solve: WayResult;
  readonly submit: WayResult;
}

/** What `python/gpu_peers.py` measured on the same machine: torch's own CTC loss, and dDTW by anti-diagonals in PyTorch. */
export interface GpuPeers {
  readonly torch: string;
  readonly device: string;
  /** How far its answers to small problems are from ours. */
  readonly differences: Readonly<Record<string, number>>;
  readonly results: readonly { readonly name: string; readonly milliseconds: number; readonly bytes?: number }[];
}

/** A whole run. */
export interface GpuReport {
  readonly rubatoGpuBench: 1;
  readonly date: string;
  readonly commit: string;
  readonly node: string;
  readonly adapter: string;
  readonly software: boolean;
  readonly timestamps: boolean;
  readonly rounds: number;
  readonly seed: number;
  readonly rates: Rates;
  readonly results: readonly GpuResult[];
  /** Why cases were not measured, by name. */
  readonly failed: Readonly<Record<string, string>>;
  readonly peers?: GpuPeers;
}
