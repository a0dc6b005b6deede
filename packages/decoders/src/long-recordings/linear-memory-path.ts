import type { AlignmentProblem } from '@rubato/core';
import { createCostReader, infeasibleReason, latticeLayout, MemoryLimitError, UnsupportedError } from '@rubato/core';
import { checkNumber, refuse } from '../check.ts';
import { DivideAndConquer, leastLeafCells, usualLeafCells } from './divide-and-conquer.ts';
import type { WorkOptions } from './run-work.ts';
import { checkWorkOptions, runWork } from './run-work.ts';

export interface LinearMemoryOptions extends WorkOptions {
  /** The most bytes that the work may hold beside the problem. Default: what `linearMemoryBytes` says; with less it visits a few cells more. */
  readonly maxBytes?: number;
}

/** The best path of an item, or why it has none. */
export type LongPath =
  | { readonly status: 'aligned'; /** (row, column) pairs. */ readonly path: Int32Array; readonly cost: number }
  | { readonly status: 'infeasible'; readonly reason: string };

/**
 * The best path of a hard alignment in memory that grows with N + M, by divide and conquer: exactly the full lattice's path and cost.
 *
 * Takes what core's solvers take: any steps, weights, penalties, starts, ends and bands, and any cost but one on a device; of a `features`
 * cost no matrix ever stands in memory. Path, ties and cost are those of the recursion over the whole lattice in float64, to the bit,
 * whatever the problem's precision. It visits about twice the lattice's cells. Bytes: about 8·(i + 2)·M + 8·(i + 1)·M for steps of at most
 * i rows, 40·(N + M) beside them, and 1 MiB or (2i + 1)·M for the pieces that are solved at once.
 * Sources: Hirschberg, "A linear space algorithm for computing maximal common subsequences", CACM 18(6), 1975; Myers & Miller, "Optimal
 * alignments in linear space", CABIOS 4(1), 1988; here with one direction only, so that sums are added in the same order.
 *
 * @param problem from `normaliseProblem`, with the minimum `hardmin`
 * @returns one path per item
 * @throws UnsupportedError for any other minimum, and for costs on a device; MemoryLimitError with the bytes needed, before work starts;
 * the signal's reason on abort
 *
 * @example
 * ```ts
 * import { normaliseProblem } from '@rubato/core';
 * import { linearMemoryPath } from '@rubato/decoders';
 * import { dtw } from '@rubato/presets';
 * const cost = { kind: 'features', x: Float64Array.of(0, 5, 6), y: Float64Array.of(0, 1, 5, 6), shape: [3, 4], dimension: 1, localCost: { name: 'absolute' } } as const;
 * const [item] = await linearMemoryPath(normaliseProblem({ ...dtw(), cost }));
 * item.status === 'aligned' && [item.cost, Array.from(item.path)]; // → [1, [0, 0, 0, 1, 1, 2, 2, 3]]
 * ```
 */
export async function linearMemoryPath(problem: AlignmentProblem, options: LinearMemoryOptions = {}): Promise<LongPath[]> {
  checkHardProblem(problem);
  checkWorkOptions(options, ['maxBytes']);
  const { maxBytes = linearMemoryBytes(problem) } = options;
  checkNumber('options.maxBytes', maxBytes, 1, Infinity);
  const bytes = DivideAndConquer.bytes(problem);
  const least = bytes + leastLeafCells(problem);
  if (least > maxBytes) throw new MemoryLimitError('a path in linear memory', least, maxBytes);
  const leafCells = Math.min(usualLeafCells(problem), maxBytes - bytes);
  return runWork(solveHardProblem(problem, leafCells), 2 * latticeLayout(problem).cells, options);
}

/** Refuses what is no problem of core's, and a minimum that has no best path. */
export function checkHardProblem(problem: AlignmentProblem): void {
  if (typeof problem !== 'object' || problem === null || !(problem.rowLengths instanceof Int32Array)) {
    refuse('problem', problem, 'a problem from normaliseProblem');
  }
  if (problem.minimum === 'hardmin') return;
  throw new UnsupportedError('linearMemoryPath', `a best path is one of hardmin, the minimum is ${problem.minimum}`);
}

/**
 * Bytes that {@link linearMemoryPath} holds at a time beside the problem where no limit is given: about 50·(N + M) and 1 MiB for the steps
 * of DTW.
 *
 * @example
 * ```ts
 * import { normaliseProblem } from '@rubato/core';
 * import { linearMemoryBytes } from '@rubato/decoders';
 * import { dtw } from '@rubato/presets';
 * const features = { x: new Float64Array(90000), y: new Float64Array(90000), dimension: 1 };
 * const cost = { kind: 'features', ...features, shape: [90000, 90000], localCost: { name: 'absolute' } } as const;
 * linearMemoryBytes(normaliseProblem({ ...dtw(), cost })) < 12e6; // → true
 * ```
 */
export function linearMemoryBytes(problem: AlignmentProblem): number {
  return DivideAndConquer.bytes(problem) + usualLeafCells(problem);
}

/** The work of {@link linearMemoryPath}: yields the cells visited, at most about twice those of the problem. */
export function* solveHardProblem(
  problem: AlignmentProblem,
  leafCells: number = usualLeafCells(problem),
): Generator<number, LongPath[], void> {
  const read = createCostReader(problem);
  const layout = latticeLayout(problem);
  const items: LongPath[] = [];
  for (let b = 0; b < problem.batch; b++) {
    const possible = problem.rowLengths[b] > 0 && problem.columnLengths[b] > 0;
    const solved = possible ? yield* new DivideAndConquer(problem, b, read, layout, leafCells).solve() : undefined;
    if (solved === undefined || solved.cost === Infinity) items.push({ status: 'infeasible', reason: infeasibleReason(problem, b) });
    else items.push({ status: 'aligned', path: solved.path, cost: solved.cost });
  }
  return items;
}
