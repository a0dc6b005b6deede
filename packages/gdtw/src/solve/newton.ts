import type { ActiveState } from './active-state.ts';

/** Tied knots move as one: the chain of components, its gradient, its tridiagonal Hessian, and a step for each. */
export interface Components {
  /** How many there are. */
  count: number;
  /** The component of each knot, and each component's first knot; `[count]` ends the list. */
  readonly of: Int32Array;
  readonly start: Int32Array;
  /** 1 where a knot of the component is locked. */
  readonly held: Uint8Array;
  readonly gradient: Float64Array;
  /** Curvature of the losses alone. */
  readonly curvature: Float64Array;
  /** The spring between a component and the next: minus the entry of H beside the diagonal. */
  readonly coupling: Float64Array;
  /** Scratch of the elimination, and the step. */
  readonly pivots: Float64Array;
  readonly step: Float64Array;
}

export function createComponents(count: number): Components {
  return {
    count: 0,
    of: new Int32Array(count),
    start: new Int32Array(count + 1),
    held: new Uint8Array(count),
    gradient: new Float64Array(count),
    curvature: new Float64Array(count),
    coupling: new Float64Array(count),
    pivots: new Float64Array(count),
    step: new Float64Array(count),
  };
}

type Held = Pick<ActiveState, 'locked' | 'tied' | 'slope' | 'curvature' | 'tension' | 'stiffness'>;

/** Sums derivatives over components. */
export function reduce(state: Held, components: Components): void {
  const { locked, tied, slope, curvature, tension, stiffness } = state;
  const { of, start, held, gradient, coupling } = components;
  const m = locked.length;
  let c = -1;
  for (let i = 0; i < m; i++) {
    if (i === 0 || tied[i - 1] === 0) {
      c++;
      start[c] = i;
      held[c] = 0;
      gradient[c] = i === 0 ? 0 : tension[i - 1];
      components.curvature[c] = 0;
      coupling[c] = 0;
    }
    of[i] = c;
    held[c] |= locked[i];
    gradient[c] += slope[i];
    components.curvature[c] += curvature[i];
    if (i < m - 1 && tied[i] === 0) {
      gradient[c] -= tension[i];
      coupling[c] = stiffness[i];
    }
  }
  components.count = c + 1;
  start[c + 1] = m;
}

/** The largest gradient of a component that may move. */
export function largestGradient({ count, held, gradient }: Components): number {
  let largest = 0;
  for (let c = 0; c < count; c++) if (held[c] === 0) largest = Math.max(largest, Math.abs(gradient[c]));
  return largest;
}

/**
 * Solves the tridiagonal system of the components that may move, `H·step = right`, by elimination; those that are held get 0.
 *
 * H is a diagonal of curvatures plus a chain of springs. What a pivot has beyond the spring to its right is carried along; where no
 * curvature is negative it is a sum of positive parts: nothing cancels.
 *
 * @param shift added to the diagonal, so that directions without curvature have a step too
 * @returns the least share that a row keeps beyond its springs' pull after elimination; 0 where H is singular, not above 0 where it is not positive
 */
export function solveComponents(components: Components, right: Float64Array, shift: number, step: Float64Array): number {
  const { count, held, curvature, coupling, pivots } = components;
  let least = Infinity;
  let excess = 0;
  for (let c = 0; c < count; c++) {
    if (held[c] === 1) {
      step[c] = 0;
      continue;
    }
    const before = c > 0 ? coupling[c - 1] : 0;
    const after = c < count - 1 ? coupling[c] : 0;
    const chained = c > 0 && held[c - 1] === 0;
    const factor = chained ? before / pivots[c - 1] : 0;
    const free = c < count - 1 && held[c + 1] === 0;
    const full = curvature[c] + shift + before + after;
    excess = curvature[c] + shift + (chained ? factor * excess : before) + (free ? 0 : after);
    pivots[c] = free ? excess + after : excess;
    step[c] = right[c] + (chained ? factor * step[c - 1] : 0);
    least = Math.min(least, full > 0 ? pivots[c] / full : 0);
  }
  for (let c = count - 1; c >= 0; c--) {
    if (held[c] === 1) continue;
    const next = c < count - 1 && held[c + 1] === 0 ? coupling[c] * step[c + 1] : 0;
    step[c] = pivots[c] > 0 ? (step[c] + next) / pivots[c] : 0;
  }
  return least;
}
