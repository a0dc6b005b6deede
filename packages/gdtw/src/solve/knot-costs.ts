import { squaredLoss } from '../losses/signal-loss.ts';
import { findInterval } from '../signal/signal.ts';
import type { WarpChain } from './chain.ts';
import { knotCost } from './chain.ts';

/** Adds the losses of a knot's values, which are sorted, to costs: from the value `first` up to `end`, which is left out. */
export type AddKnotCosts = (knot: number, values: Float64Array, costs: Float64Array, first: number, end: number) => void;

/** The losses of whole rows of a grid; the common one, squares where x is straight, without a call for each value. */
export function createKnotCosts(chain: WarpChain): AddKnotCosts {
  if (chain.loss !== squaredLoss || chain.differences !== undefined) return anyLoss(chain);
  return chain.channels === 1 ? straightSquare(chain) : straightSquares(chain);
}

function anyLoss(chain: WarpChain): AddKnotCosts {
  const { times } = chain;
  return (knot, values, costs, first, end) => {
    let segment = findInterval(times, values[first]);
    for (let k = first; k < end; k++) {
      while (segment < times.length - 2 && times[segment + 1] <= values[k]) segment++;
      costs[k] += knotCost(chain, knot, segment, values[k]);
    }
  };
}

/** One channel: on a segment of x the difference is `a + b·τ`, τ being the time since its start. */
function straightSquare({ times, values: x, targets, weights }: WarpChain): AddKnotCosts {
  const segments = times.length - 1;
  const slopes = Float64Array.from({ length: segments }, (_, s) => (x[s + 1] - x[s]) / (times[s + 1] - times[s]));
  return (knot, values, costs, first, end) => {
    const weight = weights[knot];
    const target = targets[knot];
    let segment = findInterval(times, values[first]);
    for (let k = first; k < end;) {
      while (segment < segments - 1 && times[segment + 1] <= values[k]) segment++;
      const segmentEnd = segment < segments - 1 ? times[segment + 1] : Infinity;
      const from = times[segment];
      const slope = slopes[segment];
      const start = x[segment] - target;
      for (; k < end && values[k] < segmentEnd; k++) {
        const difference = start + slope * (values[k] - from);
        costs[k] += weight * (difference * difference);
      }
    }
  };
}

/**
 * Several channels: on a segment of x their loss is one parabola, `|a|² + 2·ab·τ + |b|²·τ²`, whatever their number. Where its lowest
 * point is near, it is written around that: then nothing cancels.
 */
function straightSquares({ channels, times, values: x, targets, weights }: WarpChain): AddKnotCosts {
  const segments = times.length - 1;
  const slopes = new Float64Array(segments * channels);
  const steepness = new Float64Array(segments);
  for (let s = 0; s < segments; s++) {
    for (let c = 0; c < channels; c++) {
      const slope = (x[(s + 1) * channels + c] - x[s * channels + c]) / (times[s + 1] - times[s]);
      slopes[s * channels + c] = slope;
      steepness[s] += slope * slope;
    }
  }
  return (knot, values, costs, first, end) => {
    const weight = weights[knot];
    let segment = findInterval(times, values[first]);
    for (let k = first; k < end;) {
      while (segment < segments - 1 && times[segment + 1] <= values[k]) segment++;
      const segmentEnd = segment < segments - 1 ? times[segment + 1] : Infinity;
      let square = 0;
      let product = 0;
      for (let c = 0; c < channels; c++) {
        const a = x[segment * channels + c] - targets[knot * channels + c];
        square += a * a;
        product += a * slopes[segment * channels + c];
      }
      const steep = steepness[segment];
      const lowest = -product / steep;
      const near = Math.abs(lowest) < 4;
      const constant = weight * (near ? Math.max(0, square + product * lowest) : square);
      const linear = near ? 0 : 2 * weight * product;
      const quadratic = weight * steep;
      const from = times[segment] + (near ? lowest : 0);
      for (; k < end && values[k] < segmentEnd; k++) {
        const distance = values[k] - from;
        costs[k] += constant + distance * (linear + distance * quadratic);
      }
    }
  };
}
