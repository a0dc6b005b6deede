import type { Evaluation } from './minimise.ts';

/** Sufficient decrease and curvature: the usual constants of quasi-Newton methods. */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
const MOST_EVALUATIONS = 40;

interface Point extends Evaluation {
  readonly step: number;
  readonly x: Float64Array;
  /** The derivative along the direction. */
  readonly slope: number;
}

/**
 * A step along a direction that meets the strong Wolfe conditions, or at least lowers the value; undefined where none is found.
 * Source: Nocedal & Wright, "Numerical optimization", 2nd edition, Springer 2006, Algorithms 3.5 and 3.6.
 */
export async function searchLine(
  evaluate: (x: Float64Array) => Promise<Evaluation>,
  x: Float64Array,
  at: Evaluation,
  direction: Float64Array,
  first: number,
): Promise<Point | undefined> {
  const slopeOf = (gradient: Float64Array): number => gradient.reduce((sum, slope, k) => sum + slope * direction[k], 0);
  const start: Point = { ...at, step: 0, x, slope: slopeOf(at.gradient) };
  const go = async (step: number): Promise<Point> => {
    const there = x.map((value, k) => value + step * direction[k]);
    const { value, gradient } = await evaluate(there);
    return { step, x: there, value, gradient, slope: slopeOf(gradient) };
  };
  const falls = ({ step, value }: Point): boolean => value <= start.value + DECREASE * step * start.slope && value < start.value;
  const flat = ({ slope }: Point): boolean => Math.abs(slope) <= -CURVATURE * start.slope;

  let low = start;
  let high: Point | undefined;
  let step = first;
  for (let evaluations = 0; evaluations < MOST_EVALUATIONS; evaluations++) {
    const point = await go(step);
    // What is no number lies beyond what can be computed: not a place to go.
    if (!(point.value < Infinity) || !falls(point) || point.value >= low.value) high = point;
    else if (flat(point)) return point;
    else {
      if (high === undefined ? point.slope >= 0 : point.slope * (high.step - low.step) >= 0) high = low;
      low = point;
    }
    step = high === undefined ? 2 * step : between(low, high);
    if (high !== undefined && Math.abs(high.step - low.step) <= 1e-16 * Math.max(1, low.step)) break;
  }
  return low === start ? undefined : low;
}

/** The minimum of the cubic through two points and their slopes, kept away from both ends. */
function between(low: Point, high: Point): number {
  const width = high.step - low.step;
  const d1 = low.slope + high.slope - (3 * (low.value - high.value)) / -width;
  const root = d1 * d1 - low.slope * high.slope;
  const d2 = Math.sign(width) * Math.sqrt(Math.max(0, root));
  const share = 1 - (high.slope + d2 - d1) / (high.slope - low.slope + 2 * d2);
  const safe = Number.isFinite(share) && root >= 0 ? Math.min(0.9, Math.max(0.1, share)) : 0.5;
  return low.step + safe * width;
}
