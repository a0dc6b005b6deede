import type { ConvexEdge } from './convex-edge.ts';
import type { EnvelopeScratch } from './lower-envelope.ts';
import { createEnvelopeScratch, lowerEnvelope } from './lower-envelope.ts';
import type { MinimaScratch } from './monotone-minima.ts';
import { createMinimaScratch, monotoneMinima } from './monotone-minima.ts';

/** A stretch of a row of values, from `begin` to `end - 1`. */
export interface Stretch {
  begin: number;
  end: number;
}

/** One min-plus step: from the M values of a knot to those of the next. */
export interface Transition {
  /** Sorted values of the knot before, what it costs to be there (`Infinity`: nobody is), and sorted values of this knot. */
  readonly from: Float64Array;
  readonly costs: Float64Array;
  readonly to: Float64Array;
  /** What is looked at of the knot before and of this one: the rest of both may hold anything. */
  readonly fromStretch: Stretch;
  readonly toStretch: Stretch;
  /** Differences `to - from` outside of these are forbidden. */
  readonly leastDelta: number;
  readonly mostDelta: number;
  readonly edge: ConvexEdge;
}

/** Scratch of a transition: allocated once, used for every knot. */
export interface TransitionScratch {
  readonly envelope: EnvelopeScratch;
  readonly minima: MinimaScratch;
}

export function createTransitionScratch(size: number): TransitionScratch {
  return { envelope: createEnvelopeScratch(size), minima: createMinimaScratch(size) };
}

/**
 * `out[k] = min_j costs[j] + edge(to[k] - from[j])`, and its first `j` in `origins` from `offset` on (-1 where there is none).
 *
 * O(M) where the edge cost knows its crossings, O(M log M) for any other convex function.
 */
export function convexTransition(
  step: Transition,
  scratch: TransitionScratch,
  out: Float64Array,
  origins: Int16Array | Int32Array,
  offset: number = 0,
): void {
  if (step.edge.crossing === undefined) monotoneMinima(step, scratch.minima, out, origins, offset);
  else lowerEnvelope(step, scratch.envelope, out, origins, offset);
}
