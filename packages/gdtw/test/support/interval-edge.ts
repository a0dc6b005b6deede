import { absolutePenalty, huberPenalty, squaredPenalty } from '../../src/losses/warp-penalty.ts';
import type { WarpChain } from '../../src/solve/chain.ts';
import type { EdgeOfInterval } from '../../src/solve/convex-edge.ts';
import { createEdge } from '../../src/solve/convex-edge.ts';

export const PENALTIES = { squared: squaredPenalty, absolute: absolutePenalty, huber: huberPenalty } as const;

/** What of a chain an edge looks at: one interval, as long as the numbers say. */
export interface IntervalNumbers {
  readonly lambda: number;
  readonly interval: number;
  readonly ratio: number;
  readonly expectedSlope: number;
  readonly threshold: number;
}

export function intervalChain(
  penalty: WarpChain['penalty'],
  { lambda, interval, ratio, expectedSlope, threshold }: IntervalNumbers,
): WarpChain {
  const numbers = { lambda: Float64Array.of(lambda), intervals: Float64Array.of(interval), ratio, expectedSlope };
  return { ...numbers, penalty, penaltyParameter: threshold } as unknown as WarpChain;
}

/** The edge of one interval. */
export function intervalEdge(penalty: WarpChain['penalty'], numbers: IntervalNumbers): EdgeOfInterval {
  const edge = createEdge(intervalChain(penalty, numbers));
  edge.set(0);
  return edge;
}
