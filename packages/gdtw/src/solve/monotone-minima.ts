import type { Transition } from './transition.ts';

/** Allocated once, used for every knot. */
export interface MinimaScratch {
  /** The candidates that somebody reaches, in order. */
  readonly reached: Int32Array;
  /** The first and the last candidate within the slope window of each row, as places in `reached`. */
  readonly first: Int32Array;
  readonly final: Int32Array;
  /** Rows and candidates that are still to be divided. */
  readonly stack: Int32Array;
}

export function createMinimaScratch(size: number): MinimaScratch {
  return {
    reached: new Int32Array(size),
    first: new Int32Array(size),
    final: new Int32Array(size),
    // A range leaves two halves: the depth is log2(size), and one half waits at each.
    stack: new Int32Array(4 * (Math.ceil(Math.log2(size + 1)) + 2) * 2),
  };
}

/**
 * The transition for any convex edge cost, by monotone minima: O(M log M).
 *
 * The edge cost is convex, hence the matrix is totally monotone within the slope windows, whose two ends move forward with the rows:
 * the best candidates of the rows never move back. A row without a candidate says nothing, and hands its whole range to both halves.
 * No difference outside of the windows is looked at.
 */
export function monotoneMinima(
  step: Transition,
  scratch: MinimaScratch,
  out: Float64Array,
  origins: Int16Array | Int32Array,
  offset: number,
): void {
  const { from, costs, to, toStretch, edge } = step;
  const { reached, first, final, stack } = scratch;
  const count = windows(step, scratch);
  const { begin, end: rows } = toStretch;
  out.fill(Infinity, begin, rows);
  origins.fill(-1, offset + begin, offset + rows);
  if (count === 0 || begin === rows) return;
  let top = push(stack, 0, begin, rows - 1, 0, count - 1);
  while (top > 0) {
    top -= 4;
    const low = stack[top];
    const high = stack[top + 1];
    const left = stack[top + 2];
    const right = stack[top + 3];
    const row = (low + high) >> 1;
    const value = to[row];
    const end = Math.min(right, final[row]);
    let best = Infinity;
    let place = -1;
    for (let p = Math.max(left, first[row]); p <= end; p++) {
      const j = reached[p];
      const cost = costs[j] + edge.cost(value - from[j]);
      if (cost < best) {
        best = cost;
        place = p;
      }
    }
    if (place >= 0) {
      out[row] = best;
      origins[offset + row] = reached[place];
    }
    if (row < high) top = push(stack, top, row + 1, high, place < 0 ? left : place, right);
    if (low < row) top = push(stack, top, low, row - 1, left, place < 0 ? right : place);
  }
}

function push(stack: Int32Array, top: number, low: number, high: number, left: number, right: number): number {
  stack[top] = low;
  stack[top + 1] = high;
  stack[top + 2] = left;
  stack[top + 3] = right;
  return top + 4;
}

/** The reached candidates and each row's window among them: two pointers, O(M). */
function windows(
  { from, costs, to, fromStretch, toStretch, leastDelta, mostDelta }: Transition,
  { reached, first, final }: MinimaScratch,
): number {
  let count = 0;
  for (let j = fromStretch.begin; j < fromStretch.end; j++) if (costs[j] < Infinity) reached[count++] = j;
  let start = 0;
  let end = 0;
  for (let k = toStretch.begin; k < toStretch.end; k++) {
    while (start < count && to[k] - from[reached[start]] > mostDelta) start++;
    while (end < count && to[k] - from[reached[end]] >= leastDelta) end++;
    first[k] = start;
    final[k] = end - 1;
  }
  return count;
}
