import type { WarpChain } from './chain.ts';

/**
 * The chain of every other knot, and the last. Between the knots that it keeps a warp is straight: the penalties of merged intervals are
 * one, and each knot that is left out gives its weight and its target to its neighbours, by nearness. Whatever is feasible on
 * the finer chain is so here, when its knots in between are left out.
 */
export function coarsen(chain: WarpChain): WarpChain {
  const { count, channels } = chain;
  const kept = keptKnots(count);
  const intervals = new Float64Array(kept.length - 1);
  const lambda = new Float64Array(kept.length - 1);
  const leastDelta = new Float64Array(kept.length - 1);
  const mostDelta = new Float64Array(kept.length - 1);
  const weights = Float64Array.from(kept, (i) => chain.weights[i]);
  const targets = new Float64Array(kept.length * channels);
  const addTarget = (to: number, knot: number, weight: number): void => {
    for (let c = 0; c < channels; c++) targets[to * channels + c] += weight * chain.targets[knot * channels + c];
  };
  for (let k = 0; k < kept.length; k++) addTarget(k, kept[k], weights[k]);
  for (let k = 0; k < kept.length - 1; k++) {
    for (let j = kept[k]; j < kept[k + 1]; j++) {
      intervals[k] += chain.intervals[j];
      lambda[k] += chain.lambda[j] * chain.intervals[j];
      leastDelta[k] += chain.leastDelta[j];
      mostDelta[k] += chain.mostDelta[j];
    }
    lambda[k] /= intervals[k];
    const between = kept[k] + 1;
    if (between === kept[k + 1]) continue;
    const later = (chain.weights[between] * chain.intervals[kept[k]]) / intervals[k];
    const earlier = chain.weights[between] - later;
    weights[k] += earlier;
    weights[k + 1] += later;
    addTarget(k, between, earlier);
    addTarget(k + 1, between, later);
  }
  for (let k = 0; k < kept.length; k++) for (let c = 0; c < channels; c++) targets[k * channels + c] /= weights[k];
  const pick = (values: Float64Array): Float64Array => Float64Array.from(kept, (i) => values[i]);
  const { lower, upper, least, most } = chain;
  return {
    ...chain,
    count: kept.length,
    targets,
    weights,
    intervals,
    lambda,
    leastDelta,
    mostDelta,
    lower: pick(lower),
    upper: pick(upper),
    least: pick(least),
    most: pick(most),
  };
}

function keptKnots(count: number): Int32Array {
  return Int32Array.from({ length: (count >> 1) + 1 }, (_, k) => Math.min(2 * k, count - 1));
}

/** A warp of the coarser chain, straight between its knots, at all knots of the finer one; moved to where that one's constraints allow it. */
export function refine(chain: WarpChain, coarse: Float64Array): Float64Array {
  const { count, intervals, least, most, leastDelta, mostDelta } = chain;
  const warp = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const k = (i + 1) >> 1;
    warp[i] = coarse[k];
    if (i % 2 === 1 && i < count - 1) {
      const share = intervals[i - 1] / (intervals[i - 1] + intervals[i]);
      warp[i] = coarse[k - 1] + share * (coarse[k] - coarse[k - 1]);
    }
    const from = i === 0 ? least[0] : Math.max(least[i], warp[i - 1] + leastDelta[i - 1]);
    const to = i === 0 ? most[0] : Math.min(most[i], warp[i - 1] + mostDelta[i - 1]);
    warp[i] = Math.min(to, Math.max(from, warp[i]));
  }
  return warp;
}
