import type { OpenedWasm } from '@rubato/backend-wasm';
import { normaliseProblem } from '@rubato/core';
import type { PiecewiseLinearWarp } from '@rubato/decoders';
import { pathToWarp } from '@rubato/decoders';
import { solveWarp } from '@rubato/gdtw';
import { dtw } from '@rubato/presets';
import type { WarpSettings } from './warp-problem.ts';
import { warpProblem } from './warp-problem.ts';

/** Features of both sides of a slice, `[T, D]` each. */
export interface FeaturePair {
  readonly score: Float32Array;
  readonly performance: Float32Array;
  readonly frames: number;
  readonly dimension: number;
}

/** Frames of the performance by frames of the score: the best path of classical DTW on squared distances, `pathToWarp` of it. */
export function alignByDtw(pair: FeaturePair, backend: OpenedWasm): PiecewiseLinearWarp {
  const { score, performance, frames, dimension } = pair;
  const cost = {
    kind: 'features',
    x: score,
    y: performance,
    shape: [frames, frames],
    dimension,
    localCost: { name: 'squaredEuclidean' },
  } as const;
  const { paths } = backend.solveSync(normaliseProblem({ ...dtw(), cost }), { path: true });
  return pathToWarp(paths![0]);
}

/** Frames of the performance by frames of the score: the best continuous warp. */
export function alignByGdtw(pair: FeaturePair, settings: WarpSettings): PiecewiseLinearWarp {
  const { warp, knots } = solveWarp(warpProblem(pair, settings), settings.solver);
  return { positions: knots, times: warp };
}
