/** Differences of a function of one number about 0. */
export interface Differences {
  /** The derivative by central differences at h and h/2, extrapolated: error O(h⁴) where the function is smooth. */
  readonly derivative: number;
  /** How far central differences at h and h/2 lie apart: O(h²) where the function is smooth, larger next to a kink. */
  readonly discrepancy: number;
  /** How far the one-sided differences lie apart: the jump of the derivative, at a kink. */
  readonly jump: number;
}

/** Differences from values at -h, -h/2, 0, h/2, h. */
export function differences(
  [farLeft, left, middle, right, farRight]: readonly [number, number, number, number, number],
  h: number,
): Differences {
  const wide = (farRight - farLeft) / (2 * h);
  const narrow = (right - left) / h;
  return {
    derivative: (4 * narrow - wide) / 3,
    discrepancy: Math.abs(narrow - wide),
    jump: Math.abs((right - middle) / (h / 2) - (middle - left) / (h / 2)),
  };
}
