import type { Precision } from '@rubato/core';
import type { GoldenFile, GoldenTolerance } from './golden-case.ts';

const relative = (value: number, absolute = 0, of: GoldenTolerance['of'] = 'entry'): GoldenTolerance => ({ relative: value, absolute, of });
const absolute = (value: number): GoldenTolerance => ({ relative: 0, absolute: value, of: 'entry' });

/** What a file is compared with: γ of the case, and the largest |candidate| for `minimum`. */
interface Scale {
  readonly temperature: number;
  readonly largest?: number;
  readonly minimum?: string;
}

export type GoldenQuantity = 'value' | 'divergence' | 'derivative' | 'temperatureDerivative' | 'hessian' | 'accumulated' | 'byProbability';

/** README, "Hessian products: rtol 1e-7, rtol 1e-2"; relative to the largest entry, since single ones cancel. */
const hessian = (precision: Precision): GoldenTolerance => relative(precision === 'float64' ? 1e-7 : 1e-2, 0, 'array');

/**
 * The tolerances of each file as its `meta.tolerances` has them, which wins over the README's table; what neither names is held to
 * the README's "values, costs, losses" or "first derivatives".
 */
export function goldenTolerance(
  file: GoldenFile,
  quantity: GoldenQuantity,
  precision: Precision,
  { temperature, largest = 0, minimum = '' }: Scale,
): GoldenTolerance {
  const double = precision === 'float64';
  switch (file) {
    case 'minimum':
      // "rtol 1e-12, atol 1e-13 (sparsemin at |x|/gamma > 1e3: 1e-10)"; "rtol 1e-5, atol 1e-6*(1+max|x|/gamma)"
      if (!double) return relative(1e-5, 1e-6 * (1 + largest / temperature));
      return minimum === 'sparsemin' && largest / temperature > 1e3 ? relative(1e-10, 1e-10) : relative(1e-12, 1e-13);
    case 'ddtw':
      // "cost rtol 1e-10; H, E, dW, dgamma atol 1e-9 (gamma 0.01: 1e-7); HZ rtol 1e-7"
      // "cost rtol 1e-5; H, E, dW atol 1e-4*max(1, 0.1/gamma) for costs of order 10; dgamma atol 1e-3"
      if (quantity === 'hessian') return hessian(precision);
      if (quantity === 'value') return relative(double ? 1e-10 : 1e-5);
      if (quantity === 'accumulated') return relative(double ? 1e-10 : 1e-5, 0, 'array');
      if (double) return absolute(temperature <= 0.01 ? 1e-7 : 1e-9);
      return absolute(quantity === 'temperatureDerivative' ? 1e-3 : 1e-4 * Math.max(1, 0.1 / temperature));
    case 'sdtw':
      // "values rtol 1e-10, gradients atol 1e-8 (gamma 0.01: 1e-6)"
      // "values rtol 1e-5 plus atol 1e-4 for divergences (cancellation), gradients atol 1e-3"
      if (quantity === 'hessian') return hessian(precision);
      if (quantity === 'value') return relative(double ? 1e-10 : 1e-5);
      if (quantity === 'divergence') return double ? relative(1e-10) : relative(1e-5, 1e-4);
      return absolute(double ? (temperature <= 0.01 ? 1e-6 : 1e-8) : 1e-3);
    case 'ctc':
      // "loss rtol 1e-10, gradients atol 1e-10"; "loss rtol 1e-5, gradients atol 1e-4"
      return quantity === 'value' ? relative(double ? 1e-10 : 1e-5) : absolute(double ? 1e-10 : 1e-4);
    case 'table1':
      // "cost rtol 1e-10, gradients atol 1e-9 (grad_probs: rtol 1e-8)"
      // "cost rtol 1e-5, gradients atol 1e-4 (grad_probs scale with 1/p: rtol 1e-3)"
      if (quantity === 'value') return relative(double ? 1e-10 : 1e-5);
      if (quantity === 'byProbability') return relative(double ? 1e-8 : 1e-3, 0, 'array');
      return absolute(double ? 1e-9 : 1e-4);
    case 'hard_dtw':
      // "D atol 1e-12, path exact"; "D rtol 1e-5, path exact unless gap < 1e-5"
      if (quantity === 'derivative') return absolute(double ? 1e-9 : 1e-4);
      return double ? absolute(1e-12) : relative(1e-5);
  }
}
