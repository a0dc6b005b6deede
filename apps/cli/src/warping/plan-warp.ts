import type { Signal } from '@rubato/gdtw';

/** What says how large the work of a warp is. */
export interface WarpSize {
  /** Observations of A and of B, and numbers in each. */
  readonly ofA: number;
  readonly ofB: number;
  readonly channels: number;
  readonly knots: number;
  /** Of cross-validation; 0 where λ is given. */
  readonly folds: number;
  /** Whether the warp is told as text, knot by knot. */
  readonly told: boolean;
}

export interface WarpPlan {
  /** The most bytes that stand in memory together, about. */
  readonly bytes: number;
  /** Of all grids that are solved one after another. */
  readonly nodes: number;
  /** Values at each knot. */
  readonly gridSize: number;
}

/** As `solveWarp` has it where nothing is said: as many values as A has observations, at least so many; so many grids. */
const LEAST_GRID = 50;
const PASSES = 3;
/** As `chooseLambda` has it: λ to choose from. */
export const CANDIDATES = 13;

const NUMBER = 8;
/** Each node of a grid remembers the node before it. */
const NODE = 4;
/** Two rows of costs and of values, and what a step from knot to knot keeps of each value. */
const GRID_VALUE = 80;
/** Of each knot: the problem, its chain and coarser ones, the grid's ranges, the polish, forces, and what holds the warp. */
const KNOT = 640;
/** Of each knot of a problem that waits or is done: λ, slopes and band; the warp, its time, and what holds it. */
const KEPT_KNOT = 200;
/** Of each knot: rows of a table, its text, and the text's bytes. */
const TOLD_KNOT = 300;

/** How many knots a problem has. */
export function knotsOf(knots: 'observations' | number, b: Signal): number {
  return knots === 'observations' ? b.times.length : knots;
}

/** The folds of cross-validation where none are given: five, or an observation between the ends each. */
export const DEFAULT_FOLDS = 5;

export function foldsOf(folds: number | undefined, b: Signal): number {
  return folds ?? Math.min(DEFAULT_FOLDS, b.times.length - 2);
}

/** What a warp takes: counted array by array after `solveWarps` and `chooseLambda`, in the sizes that their defaults have. */
export function planWarp({ ofA, ofB, channels, knots, folds, told }: WarpSize): WarpPlan {
  const gridSize = Math.max(LEAST_GRID, ofA);
  // Of many knots and few values fewer knots are solved first, on a grid of their own.
  const coarse = knots > 2 * gridSize ? gridSize : 0;
  const signals = NUMBER * (channels + 1) * (ofA + ofB);
  // x's slopes, segment by segment, for the grids and for those that look ahead; its curvatures.
  const ofSegments = 3 * NUMBER * (channels + 1) * ofA;
  const solver = NODE * gridSize * (knots + coarse) + GRID_VALUE * gridSize + (KNOT + 2 * NUMBER * channels) * knots + ofSegments;
  const problems = folds * CANDIDATES;
  const validation = folds * NUMBER * (channels + 3) * ofB + problems * KEPT_KNOT * knots;
  const text = told ? TOLD_KNOT * knots : 0;
  return { bytes: signals + Math.max(solver + validation, solver + text), nodes: gridSize * knots * PASSES * (problems + 1), gridSize };
}
