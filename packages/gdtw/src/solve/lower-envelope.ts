import type { Transition } from './transition.ts';

/** The candidates that are best somewhere, in order; allocated once, used for every knot. */
export interface EnvelopeScratch {
  readonly candidate: Int32Array;
  /** Above this value it is better than all before it. */
  readonly above: Float64Array;
  /** Up to this value its slope window holds it. */
  readonly upTo: Float64Array;
}

export function createEnvelopeScratch(size: number): EnvelopeScratch {
  return { candidate: new Int32Array(size), above: new Float64Array(size), upTo: new Float64Array(size) };
}

/**
 * The transition for an edge cost whose crossings are known: the lower envelope of its translates, O(M).
 *
 * Of two candidates the later one is better above one value and nowhere else: where the costs cross, but not before its slope window
 * holds it, nor after the earlier one's window has ended. So a stack of candidates with the values at which they take over is enough.
 * Values at which windows begin and end are those of rows: a window is as exact as the loop over all edges makes it.
 *
 * Source: Felzenszwalb & Huttenlocher, "Distance transforms of sampled functions", 2012, for parabolas; the windows are Rubato's own.
 */
export function lowerEnvelope(
  step: Transition,
  scratch: EnvelopeScratch,
  out: Float64Array,
  origins: Int16Array | Int32Array,
  offset: number,
): void {
  const { from, costs, to, fromStretch, toStretch, leastDelta, mostDelta, edge } = step;
  const { candidate, above, upTo } = scratch;
  const { begin, end: rows } = toStretch;
  const bounded = mostDelta < Infinity;
  let top = -1;
  // The candidate on top of the stack.
  let earlier = 0;
  let earlierCost = 0;
  let earlierAbove = 0;
  let entering = begin;
  let leaving = begin;
  for (let j = fromStretch.begin; j < fromStretch.end; j++) {
    const value = from[j];
    while (entering < rows && to[entering] - value < leastDelta) entering++;
    if (entering === rows) break;
    const cost = costs[j];
    if (cost === Infinity) continue;
    const entry = entering === begin ? -Infinity : to[entering - 1];
    let exit = Infinity;
    if (bounded) {
      while (leaving < rows && to[leaving] - value <= mostDelta) leaving++;
      if (leaving < rows) exit = leaving === begin ? -Infinity : to[leaving - 1];
      if (exit <= entry) continue;
    }
    // At the same place the cheaper one is better everywhere.
    if (top >= 0 && value === earlier && cost >= earlierCost) continue;
    let takes = entry;
    while (top >= 0) {
      takes = edge.crossing!(cost - earlierCost, earlier, value);
      if (bounded && takes > upTo[top]) takes = upTo[top];
      if (!(takes > entry)) takes = entry;
      if (takes > earlierAbove) break;
      // It takes over before the one on top has: that one is best nowhere.
      takes = entry;
      if (--top < 0) break;
      earlier = from[candidate[top]];
      earlierCost = costs[candidate[top]];
      earlierAbove = above[top];
    }
    if (takes >= to[rows - 1]) continue;
    top++;
    candidate[top] = j;
    above[top] = takes;
    if (bounded) upTo[top] = exit;
    earlier = value;
    earlierCost = cost;
    earlierAbove = takes;
  }
  fillRows(step, scratch, top + 1, out, origins, offset);
}

function fillRows(
  { from, costs, to, toStretch, mostDelta, edge }: Transition,
  { candidate, above, upTo }: EnvelopeScratch,
  count: number,
  out: Float64Array,
  origins: Int16Array | Int32Array,
  offset: number,
): void {
  const { begin, end: rows } = toStretch;
  const bounded = mostDelta < Infinity;
  let k = begin;
  let next = count > 0 ? above[0] : Infinity;
  for (; k < rows && to[k] <= next; k++) clear(k, out, origins, offset);
  for (let t = 0; t < count; t++) {
    const j = candidate[t];
    const value = from[j];
    const cost = costs[j];
    next = t + 1 < count ? above[t + 1] : Infinity;
    const end = bounded && upTo[t] < next ? upTo[t] : next;
    for (; k < rows && to[k] <= end; k++) {
      out[k] = cost + edge.cost(to[k] - value);
      origins[offset + k] = j;
    }
    if (bounded) for (; k < rows && to[k] <= next; k++) clear(k, out, origins, offset);
  }
}

function clear(row: number, out: Float64Array, origins: Int16Array | Int32Array, offset: number): void {
  out[row] = Infinity;
  origins[offset + row] = -1;
}
