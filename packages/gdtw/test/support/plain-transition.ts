import type { Transition } from '../../src/solve/transition.ts';

/** The plain loop over all M² edges: the definition of right. */
export function plainTransition(step: Transition): Float64Array {
  return step.to.map((value) => {
    let best = Infinity;
    for (let j = 0; j < step.from.length; j++) {
      const delta = value - step.from[j];
      if (delta < step.leastDelta || delta > step.mostDelta || step.costs[j] === Infinity) continue;
      best = Math.min(best, step.costs[j] + step.edge(delta));
    }
    return best;
  });
}
