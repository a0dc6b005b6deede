/** How far two observations are apart: a convex function of their difference. */
export interface SignalLossRecord {
  readonly name: string;
  /** What the parameter is where none is given; absent for a loss without one. */
  readonly defaultParameter?: number;
  /** The least and the greatest parameter. */
  readonly parameterRange?: readonly [number, number];
  /** L(r). */
  value(difference: Float64Array, parameter: number): number;
  /** ∂L/∂r into `out`. */
  gradient(difference: Float64Array, parameter: number, out: Float64Array): void;
  /** (∂²L/∂r²)·direction into `out`. */
  hessianProduct(difference: Float64Array, direction: Float64Array, parameter: number, out: Float64Array): void;
  /** Whether the loss has a kink wherever the difference of a single channel is 0. Default: never. */
  kinked?(parameter: number, channels: number): boolean;
}

/** `Σ r_c²`. */
export const squaredLoss: SignalLossRecord = {
  name: 'squared',
  value(r) {
    let sum = 0;
    for (let c = 0; c < r.length; c++) sum += r[c] * r[c];
    return sum;
  },
  gradient(r, _, out) {
    for (let c = 0; c < r.length; c++) out[c] = 2 * r[c];
  },
  hessianProduct(r, v, _, out) {
    for (let c = 0; c < r.length; c++) out[c] = 2 * v[c];
  },
};

/** `Σ |r_c|`. */
export const absoluteLoss: SignalLossRecord = {
  name: 'absolute',
  value(r) {
    let sum = 0;
    for (let c = 0; c < r.length; c++) sum += Math.abs(r[c]);
    return sum;
  },
  gradient(r, _, out) {
    for (let c = 0; c < r.length; c++) out[c] = Math.sign(r[c]);
  },
  hessianProduct(r, _direction, _parameter, out) {
    out.fill(0, 0, r.length);
  },
  kinked: () => true,
};

/** `Σ h(r_c)` with `h(r) = r²` up to the threshold δ, `δ·(2|r| - δ)` beyond it. */
export const huberLoss: SignalLossRecord = {
  name: 'huber',
  defaultParameter: 1,
  parameterRange: [Number.MIN_VALUE, Number.MAX_VALUE],
  value(r, threshold) {
    let sum = 0;
    for (let c = 0; c < r.length; c++) {
      const magnitude = Math.abs(r[c]);
      sum += magnitude <= threshold ? magnitude * magnitude : threshold * (2 * magnitude - threshold);
    }
    return sum;
  },
  gradient(r, threshold, out) {
    for (let c = 0; c < r.length; c++) out[c] = 2 * Math.max(-threshold, Math.min(threshold, r[c]));
  },
  hessianProduct(r, v, threshold, out) {
    for (let c = 0; c < r.length; c++) out[c] = Math.abs(r[c]) <= threshold ? 2 * v[c] : 0;
  },
};

/** `(Σ |r_c|^p)^(1/p)`, the p-norm itself, not a power of it. */
export const normLoss: SignalLossRecord = {
  name: 'p-norm',
  defaultParameter: 2,
  parameterRange: [1, 1000],
  value: norm,
  gradient(r, p, out) {
    const length = norm(r, p);
    for (let c = 0; c < r.length; c++) out[c] = length === 0 ? 0 : Math.sign(r[c]) * Math.abs(r[c] / length) ** (p - 1);
  },
  hessianProduct(r, v, p, out) {
    const length = norm(r, p);
    if (length === 0 || p === 1) {
      out.fill(0, 0, r.length);
      return;
    }
    let along = 0;
    for (let c = 0; c < r.length; c++) along += Math.sign(r[c]) * Math.abs(r[c] / length) ** (p - 1) * v[c];
    for (let c = 0; c < r.length; c++) {
      const share = Math.abs(r[c] / length);
      // For p < 2 the curvature has a pole where a channel agrees; a norm of one channel has no curvature at all.
      const own = share === 0 && p < 2 ? 0 : share ** (p - 2) * v[c];
      out[c] = ((p - 1) / length) * (own - Math.sign(r[c]) * share ** (p - 1) * along);
    }
  },
  // For p = 1 or one channel wherever a channel agrees, else only where all of them do: that is among those places.
  kinked: () => true,
};

/** Scaled by the largest magnitude, so that no power overflows. */
function norm(r: Float64Array, p: number): number {
  let largest = 0;
  for (let c = 0; c < r.length; c++) largest = Math.max(largest, Math.abs(r[c]));
  if (largest === 0) return 0;
  let sum = 0;
  for (let c = 0; c < r.length; c++) sum += (Math.abs(r[c]) / largest) ** p;
  return largest * sum ** (1 / p);
}
