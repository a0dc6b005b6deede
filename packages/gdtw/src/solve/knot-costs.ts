import { squaredLoss } from '../losses/signal-loss.ts';
import type { WarpChain } from './chain.ts';
import { knotCost, segmentOf } from './chain.ts';

/** Adds the losses of a knot's values, which are sorted, to costs: from the value `first` up to `end`, which is left out. */
export type AddKnotCosts = (knot: number, values: Float64Array, costs: Float64Array, first: number, end: number) => void;

/** The losses of whole rows of a grid; the common one, squares where x is straight, without a call for each value. */
export function createKnotCosts(chain: WarpChain): AddKnotCosts {
  return chain.loss === squaredLoss && chain.differences === undefined ? straightSquares(chain) : anyLoss(chain);
}

function anyLoss(chain: WarpChain): AddKnotCosts {
  const { times } = chain;
  return (knot, values, costs, first, end) => {
    let segment = segmentOf(times, values[first]);
    for (let k = first; k < end; k++) {
      while (segment < times.length - 2 && times[segment + 1] <= values[k]) segment++;
      costs[k] += knotCost(chain, knot, segment, values[k]);
    }
  };
}

/**
 * On a segment of x the difference is `a + b·τ` in every channel, τ being the time since its start, and so the loss is one parabola:
 * `|a|² + 2·ab·τ + |b|²·τ²`. Where its lowest point is near, it is written around that: then nothing cancels.
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
    let segment = segmentOf(times, values[first]);
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
      // In one channel the lowest point leaves nothing.
      const constant = weight * (near ? (channels === 1 ? 0 : Math.max(0, square + product * lowest)) : square);
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
