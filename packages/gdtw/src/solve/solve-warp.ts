import { MemoryLimitError, runAtOnce, runInSlices } from '@rubato/core';
import { refuse } from '../check.ts';
import { InfeasibleWarpError } from '../errors.ts';
import { reachableRanges } from '../problem/feasibility.ts';
import { knotTimes, last } from '../problem/knots.ts';
import { warpObjective } from '../problem/objective.ts';
import type { WarpProblem } from '../problem/warp-problem.ts';
import type { WarpChain } from './chain.ts';
import { chainCost, createChain } from './chain.ts';
import { scoutAhead } from './coarse-start.ts';
import { originBytes } from './dynamic-programme.ts';
import { feasibleWarp } from './grid.ts';
import { gridPasses } from './grid-passes.ts';
import type { ActiveConstraint } from './kkt.ts';
import { activeConstraints, isBalanced, kktResidual } from './kkt.ts';
import type { WarpBatchOptions, WarpOptions } from './options.ts';
import { checkBatchOptions, checkWarpOptions } from './options.ts';
import { polishBest } from './polish-best.ts';

export type { WarpBatchOptions } from './options.ts';

/** A warp and how it was found. Objectives are in the caller's units. */
export interface WarpSolution {
  /** φ at the knots: m times of x. */
  readonly warp: Float64Array;
  /** The knots: m times of y. */
  readonly knots: Float64Array;
  readonly objective: number;
  /** The objective's two parts. */
  readonly signal: number;
  readonly penalty: number;
  /** The objective after each grid, then the least so far after each iteration of the polish; it never rises, up to rounding. */
  readonly gridObjectives: readonly number[];
  readonly polishObjectives: readonly number[];
  /** How far the warp is from a KKT point: the force that is out of balance, as a share of the largest single force, up to rounding. */
  readonly kktResidual: number;
  /** Whether the warp is a KKT point: `kktResidual` is 1e-9 at most. If not, `maximumIterations` or rounding ended the polish. */
  readonly converged: boolean;
  /** What holds the warp. */
  readonly active: readonly ActiveConstraint[];
  /** How far the polish moved any knot off the grid's warp, in x's time. */
  readonly polishMoved: number;
}

/** Grids beyond this are refused, in bytes. */
const LARGEST_GRID = 2 ** 31;
/** How far from a constraint a knot or a slope still counts as on it, in units of x's duration. */
const ACTIVE = 1e-11;

/**
 * The best warp: exact on a grid of M values a knot by dynamic programming, finer in each pass, then moved to a KKT point.
 *
 * The problem is not convex, so the answer is promised to be no worse than the best warp on any of the grids, and where `converged` says
 * so it is stationary: at a kink of x, 0 lies between the one-sided derivatives. A pass costs O(m·M), with a penalty of one's own
 * O(m·M·log M), an iteration of the polish O(m). Where knots are more than twice as many as M, or values too few to come near a kink of the
 * penalty, fewer knots are solved first, for a better start; where grids are large, for a bound that shortens them and changes nothing
 * else. Knots of x's interpolation, slopes and bounds are compared with 1e-12 of x's duration.
 *
 * Source: Deriso & Boyd 2019; Xu, Garg, Milford & Gould, ICLR 2023, section 5. The polish is Rubato's own.
 *
 * @throws InfeasibleWarpError, before any work, by constraint and knot; InvalidArgumentError for an objective beyond all numbers;
 * MemoryLimitError for a grid beyond 2 GiB
 *
 * @example
 * ```ts
 * import { createSignal, createWarpProblem, solveWarp } from '@rubato/gdtw';
 * const x = createSignal([0, 0, 1, 0, 0]);
 * const y = createSignal([0, 1, 0, 0, 0]);
 * const { warp } = solveWarp(createWarpProblem({ x, y, lambda: 0.01 }));
 * Math.abs(warp[1] - 2) < 0.05; // → true
 * ```
 */
export function solveWarp(problem: WarpProblem, options: WarpOptions = {}): WarpSolution {
  return runAtOnce(solveSteps(problem, options, []));
}

/**
 * {@link solveWarp} for many problems of any lengths, one after another. Gives way to the event loop at least every 20 ms, looks at the
 * abort signal and reports progress.
 *
 * @throws InfeasibleWarpError for the first problem without a warp; the signal's reason when it is aborted
 *
 * @example
 * ```ts
 * import { createSignal, createWarpProblem, solveWarps } from '@rubato/gdtw';
 * const a = createSignal([0, 1, 0]);
 * const b = createSignal([0, 0, 1, 0]);
 * const solutions = await solveWarps([createWarpProblem({ x: a, y: b, lambda: 1 }), createWarpProblem({ x: b, y: a, lambda: 1 })]);
 * solutions.map(({ warp }) => warp.length); // → [4, 3]
 * ```
 */
export async function solveWarps(problems: readonly WarpProblem[], options: WarpBatchOptions = {}): Promise<WarpSolution[]> {
  if (!Array.isArray(problems)) refuse('problems', problems, 'a list of problems');
  checkBatchOptions(options);
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const nodes = problems.map((problem) => gridNodes(problem, options));
  const total = nodes.reduce((sum, count) => sum + count, 0);
  return runInSlices(solveAll(problems, nodes, options), { total, ...(signal && { signal }), ...(onProgress && { onProgress }) });
}

function* solveAll(problems: readonly WarpProblem[], nodes: readonly number[], options: WarpOptions): Generator<number, WarpSolution[]> {
  const solutions: WarpSolution[] = [];
  for (const [p, problem] of problems.entries()) {
    const work = solveSteps(problem, options, ['signal', 'onProgress']);
    let done = 0;
    let step = work.next();
    for (; step.done !== true; step = work.next()) {
      done += step.value;
      yield step.value;
    }
    solutions.push(step.value);
    // A knot whose range is too narrow to be divided has fewer nodes than were announced.
    yield nodes[p] - done;
  }
  return solutions;
}

function gridNodes(problem: WarpProblem, options: WarpBatchOptions): number {
  const { gridSize, passes } = checkWarpOptions(options, problem, ['signal', 'onProgress']);
  return (problem.lambda.length + 1) * gridSize * passes;
}

function* solveSteps(problem: WarpProblem, options: WarpOptions, alsoKnown: readonly string[]): Generator<number, WarpSolution> {
  const { gridSize, passes, refinement, polish: polishes, maximumIterations } = checkWarpOptions(options, problem, alsoKnown);
  const ranges = reachableRanges(problem);
  if ('reason' in ranges) throw new InfeasibleWarpError(ranges);
  const chain = createChain(problem, ranges, options);
  const warp = feasibleWarp(chain);
  const before = chainCost(chain, warp);
  if (!(Math.abs(before) < Infinity)) refuse('problem', before, 'an objective that is a number: smaller values, times or lambda');
  const bytes = chain.count * gridSize * originBytes(gridSize);
  if (bytes > LARGEST_GRID) throw new MemoryLimitError(`a grid of ${chain.count} knots with ${gridSize} values`, bytes, LARGEST_GRID);
  const grids = { gridSize, passes, refinement };
  const gridCosts = yield* gridPasses(chain, warp, grids, yield* scoutAhead(chain, grids));
  const cost = gridCosts[passes - 1];
  const gridWarp = warp.slice();
  let polishCosts: readonly number[] = [];
  if (polishes) polishCosts = yield* polishBest(chain, warp, grids, maximumIterations);
  keepInBounds(chain, warp);
  // The promise holds whatever functions of one's own the polish was handed.
  if (!(chainCost(chain, warp) <= cost + 1e-11 * Math.abs(cost) + Number.MIN_VALUE)) warp.set(gridWarp);
  return describe(problem, chain, options, { warp, gridWarp, gridCosts, polishCosts });
}

/** Undoes rounding: within bounds, and never backwards. */
function keepInBounds({ lower, upper, leastDelta }: WarpChain, warp: Float64Array): void {
  for (let i = 0; i < warp.length; i++) {
    if (i > 0 && leastDelta[i - 1] >= 0) warp[i] = Math.max(warp[i], warp[i - 1]);
    warp[i] = Math.max(lower[i], Math.min(upper[i], warp[i]));
  }
}

interface Found {
  readonly warp: Float64Array;
  readonly gridWarp: Float64Array;
  readonly gridCosts: readonly number[];
  readonly polishCosts: readonly number[];
}

function describe(problem: WarpProblem, chain: WarpChain, options: WarpOptions, found: Found): WarpSolution {
  const first = problem.x.times[0];
  const end = last(problem.x.times);
  const unbalanced = kktResidual(chain, found.warp);
  let moved = 0;
  for (let i = 0; i < chain.count; i++) moved = Math.max(moved, Math.abs(found.warp[i] - found.gridWarp[i]));
  const warp = found.warp.map((value) => (value >= 1 ? end : first + value * (end - first)));
  const { value, signal, penalty } = warpObjective(problem, warp, options);
  const toUser = (cost: number): number => cost * chain.unit;
  return {
    warp,
    knots: knotTimes(problem),
    objective: value,
    signal,
    penalty,
    gridObjectives: found.gridCosts.map(toUser),
    polishObjectives: found.polishCosts.map(toUser),
    kktResidual: unbalanced,
    converged: isBalanced(unbalanced),
    active: activeConstraints(chain, found.warp, ACTIVE),
    polishMoved: moved * (end - first),
  };
}
