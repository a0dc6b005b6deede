import type { WarpPenaltyRecord } from '../losses/warp-penalty.ts';
import { absolutePenalty, huberPenalty, squaredPenalty } from '../losses/warp-penalty.ts';
import type { WarpChain } from './chain.ts';
import { edgeCost } from './chain.ts';

/** What a difference between neighbouring knots costs: a convex function. */
export interface ConvexEdge {
  cost(delta: number): number;
  /**
   * Where it is known in closed form: the value above which a candidate at `later`, which is `rise` dearer to be at, is strictly better
   * than one at `earlier`. The edge cost is convex, so there is one such value; it may be infinite.
   */
  crossing?(rise: number, earlier: number, later: number): number;
  /** Where it is known, and no difference costs less than 0: the least and the greatest difference that cost no more than a budget. */
  leastWithin?(budget: number): number;
  mostWithin?(budget: number): number;
}

/** An edge function that is set to one interval after another. */
export interface EdgeOfInterval extends ConvexEdge {
  set(interval: number): void;
}

/** The penalties of a chain's intervals: Rubato's own know their crossings, records of one's own do not. */
export function createEdge(chain: WarpChain): EdgeOfInterval {
  const make = new Map<WarpPenaltyRecord, new (chain: WarpChain) => ScaledEdge & EdgeOfInterval>([
    [squaredPenalty, SquaredEdge],
    [absolutePenalty, AbsoluteEdge],
    [huberPenalty, HuberEdge],
  ]).get(chain.penalty);
  if (make !== undefined && chain.lambda.every((_, j) => isOrdinary(chain, j))) return new make(chain);
  let edge = 0;
  return {
    set: (interval) => (edge = interval),
    cost: (delta) => edgeCost(chain, edge, delta),
  };
}

/** Whether the factors of an interval, squared and multiplied, neither overflow nor lose their digits. */
function isOrdinary({ lambda, intervals, ratio, expectedSlope }: WarpChain, j: number): boolean {
  const weight = lambda[j] * intervals[j];
  const factor = ratio / intervals[j];
  const ordinary = (value: number): boolean => value > 1e-70 && value < 1e70;
  return ordinary(factor) && Math.abs(expectedSlope / factor) < 1e70 && (weight === 0 || ordinary(weight));
}

/** `weight·R(factor·delta - expected)`, the same operations in every penalty. */
abstract class ScaledEdge {
  protected weight = 0;
  protected factor = 1;
  protected expected = 0;
  /** The difference that costs nothing. */
  protected centre = 0;
  /** The second derivative of `weight·(factor·delta)²`. */
  protected curvature = 0;
  private readonly chain: WarpChain;

  constructor(chain: WarpChain) {
    this.chain = chain;
  }

  set(interval: number): void {
    const { lambda, intervals, ratio, expectedSlope } = this.chain;
    this.weight = lambda[interval] * intervals[interval];
    this.factor = ratio / intervals[interval];
    this.expected = expectedSlope;
    this.centre = expectedSlope / this.factor;
    this.curvature = 2 * this.weight * this.factor * this.factor;
  }

  leastWithin(budget: number): number {
    return this.centre - this.reach(budget);
  }

  mostWithin(budget: number): number {
    return this.centre + this.reach(budget);
  }

  private reach(budget: number): number {
    return this.weight === 0 ? Infinity : this.deviationOf(budget / this.weight) / this.factor;
  }

  /** The size of the deviation whose penalty is this. */
  protected abstract deviationOf(penalty: number): number;

  /** Without a weight the cheaper candidate is better everywhere, of two alike the first. */
  protected flat(rise: number): number {
    return rise < 0 ? -Infinity : Infinity;
  }
}

class SquaredEdge extends ScaledEdge implements EdgeOfInterval {
  cost(delta: number): number {
    const deviation = this.factor * delta - this.expected;
    return this.weight * (deviation * deviation);
  }

  protected deviationOf(penalty: number): number {
    return Math.sqrt(penalty);
  }

  /** Two parabolas of one curvature meet once. */
  crossing(rise: number, earlier: number, later: number): number {
    if (this.weight === 0) return this.flat(rise);
    return rise / (this.curvature * (later - earlier)) + (0.5 * (earlier + later) + this.centre);
  }
}

class AbsoluteEdge extends ScaledEdge implements EdgeOfInterval {
  cost(delta: number): number {
    return this.weight * Math.abs(this.factor * delta - this.expected);
  }

  protected deviationOf(penalty: number): number {
    return penalty;
  }

  /** The difference of two costs rises from one tip to the other, and is level beyond them. */
  crossing(rise: number, earlier: number, later: number): number {
    const slope = this.weight * this.factor;
    const most = slope * (later - earlier);
    if (rise >= most) return Infinity;
    if (rise < -most || slope === 0) return -Infinity;
    return rise / (2 * slope) + (0.5 * (earlier + later) + this.centre);
  }
}

class HuberEdge extends ScaledEdge implements EdgeOfInterval {
  private readonly threshold: number;

  constructor(chain: WarpChain) {
    super(chain);
    this.threshold = chain.penaltyParameter;
  }

  cost(delta: number): number {
    const size = Math.abs(this.factor * delta - this.expected);
    return this.weight * (size <= this.threshold ? size * size : this.threshold * (2 * size - this.threshold));
  }

  protected deviationOf(penalty: number): number {
    const { threshold } = this;
    return penalty <= threshold * threshold ? Math.sqrt(penalty) : 0.5 * (penalty / threshold + threshold);
  }

  /**
   * The difference of two costs is odd around the middle of their tips: straight while both are in the same kind of part, a parabola
   * while one is in its valley and the other in its wing, level while both are in the same wing.
   */
  crossing(rise: number, earlier: number, later: number): number {
    if (this.weight === 0) return this.flat(rise);
    const { threshold } = this;
    const apart = this.factor * (later - earlier);
    const level = 2 * threshold * apart;
    const height = Math.abs(rise / this.weight);
    if (height > level || (height === level && rise >= 0)) return this.flat(rise);
    const valley = 0.5 * apart <= threshold;
    let distance = valley ? height / (2 * apart) : height / (4 * threshold);
    if (distance > Math.abs(threshold - 0.5 * apart)) distance = threshold - Math.sqrt(level - height) + 0.5 * apart;
    return (rise < 0 ? -distance : distance) / this.factor + (0.5 * (earlier + later) + this.centre);
  }
}
