import type { Stretch, Transition } from '../../src/solve/transition.ts';

/** All of a row. */
export const whole = (values: ArrayLike<number>): Stretch => ({ begin: 0, end: values.length });

/** The plain loop over all M² edges: the definition of right. Of candidates alike it takes the first. */
export function plainTransition({ from, costs, to, fromStretch, toStretch, leastDelta, mostDelta, edge }: Transition): {
  out: Float64Array;
  origins: Int32Array;
} {
  const out = new Float64Array(to.length).fill(Infinity);
  const origins = new Int32Array(to.length).fill(-1);
  for (let k = toStretch.begin; k < toStretch.end; k++) {
    for (let j = fromStretch.begin; j < fromStretch.end; j++) {
      const delta = to[k] - from[j];
      if (delta < leastDelta || delta > mostDelta || costs[j] === Infinity) continue;
      const cost = costs[j] + edge.cost(delta);
      if (!(cost < out[k])) continue;
      out[k] = cost;
      origins[k] = j;
    }
  }
  return { out, origins };
}
