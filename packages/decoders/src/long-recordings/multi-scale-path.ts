import type { AlignmentProblem } from '@rubato/core';
import type { LongPath } from './linear-memory-path.ts';
import { MultiScaleItem } from './multi-scale-item.ts';
import type { MultiScaleOptions, MultiScaleSettings } from './multi-scale-options.ts';
import { checkMultiScaleProblem, readMultiScaleOptions } from './multi-scale-options.ts';
import { runWork } from './run-work.ts';

/**
 * Multi-scale DTW under a memory limit (MrMsDTW): a path that is near the best, in time and memory that grow with N + M.
 *
 * The averages of many frames are aligned exactly. Cells of that path, projected to the next finer level, cut its lattice into blocks of at
 * most `blockCells` cells; each is aligned from corner to corner. Then the surroundings of each cut are aligned anew, so that the path need
 * not go through it; this never makes it worse. And so on to the frames themselves. A block in which forbidden cells leave no path is merged with its
 * neighbours until there is one, at last to the whole lattice: it takes longer then, in memory O(N + M), and an item has a path whenever
 * {@link linearMemoryPath} finds one. The cost is that of the returned path at full
 * resolution, at least that of {@link linearMemoryPath}, and just that where the whole lattice is one block.
 * Source: Prätzlich, Driedger & Müller, "Memory-restricted multiscale dynamic time warping", ICASSP 2016.
 *
 * @param problem from `normaliseProblem`: a `features` cost, `hardmin`, the steps (1,0), (0,1), (1,1) in any order, with weights and
 * penalties by step at most, from corner to corner
 * @returns one path per item
 * @throws UnsupportedError for any other problem; InvalidArgumentError for wrong options, and where averages leave a local cost's domain (of
 * one-hot rows, for example); the signal's reason on abort
 *
 * @example
 * ```ts
 * import { normaliseProblem } from '@rubato/core';
 * import { multiScalePath } from '@rubato/decoders';
 * import { dtw } from '@rubato/presets';
 * const sequence = (length: number, end: number): Float64Array => Float64Array.from({ length }, (_, n) => Math.sin((end * n) / length));
 * const features = { x: sequence(600, 20), y: sequence(500, 20), dimension: 1, localCost: { name: 'absolute' } };
 * const problem = normaliseProblem({ ...dtw(), cost: { kind: 'features', ...features, shape: [600, 500] } });
 * const [item] = await multiScalePath(problem, { blockCells: 10000 });
 * item.status === 'aligned' && Array.from(item.path.slice(-2)); // → [599, 499]
 * ```
 */
export async function multiScalePath(problem: AlignmentProblem, options: MultiScaleOptions = {}): Promise<LongPath[]> {
  checkMultiScaleProblem(problem);
  const settings = readMultiScaleOptions(options, problem.rows, problem.columns);
  return runWork(solveItems(problem, settings), mostCells(problem, settings), options);
}

function* solveItems(problem: AlignmentProblem, settings: MultiScaleSettings): Generator<number, LongPath[], void> {
  const items: LongPath[] = [];
  for (let b = 0; b < problem.batch; b++) items.push(yield* new MultiScaleItem(problem, b, settings).solve());
  return items;
}

/**
 * The most cells that are visited where no blocks are merged. The coarsest lattice twice; in each finer one two passes over blocks of sides a and b with
 * `a·b ≤ blockCells`, thus `Σ a·b ≤ √blockCells·Σ √(a·b) ≤ √blockCells·Σ (a + b)/2`, where neighbours share a cell.
 */
function mostCells({ batch, rowLengths, columnLengths }: AlignmentProblem, { factors, blockCells }: MultiScaleSettings): number {
  let cells = 0;
  for (let b = 0; b < batch; b++) {
    factors.forEach((factor, level) => {
      const rows = Math.ceil(rowLengths[b] / factor);
      const columns = Math.ceil(columnLengths[b] / factor);
      cells += 2 * (level === 0 ? rows * columns : Math.ceil(Math.sqrt(blockCells) * (rows + columns)));
    });
  }
  return cells;
}
