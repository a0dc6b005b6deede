import { searchLine } from './search-line.ts';

/** A function with its gradient, where asked. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface MinimiseOptions {
  /** How many pairs of differences are kept. */
  readonly memory: number;
  readonly maxIterations: number;
  /** The first step, in gradients: about one over the curvature to be expected, which has no unit where x² and the value have the same. */
  readonly firstStep: number;
  /** The largest component of the gradient at which x counts as stationary. */
  readonly tolerance: number;
  /** Called after each iteration. */
  readonly onIteration?: (iteration: number) => void;
}

export interface Minimisation extends Evaluation {
  readonly x: Float64Array;
  readonly iterations: number;
  /** `gradient`: the tolerance is met. `precision`: no step was found that makes the value smaller in float64. `iterations`: there were no more. */
  readonly stopped: 'gradient' | 'precision' | 'iterations';
}

/**
 * L-BFGS with a line search for the strong Wolfe conditions.
 * Source: Nocedal & Wright, "Numerical optimization", 2nd edition, Springer 2006, Algorithms 7.4 and 7.5.
 */
export async function minimise(
  evaluate: (x: Float64Array) => Promise<Evaluation>,
  initial: Float64Array,
  { memory, maxIterations, firstStep, tolerance, onIteration }: MinimiseOptions,
): Promise<Minimisation> {
  let x = initial;
  let at = await evaluate(x);
  const pairs: { readonly s: Float64Array; readonly y: Float64Array; readonly rho: number }[] = [];
  for (let iteration = 0; ; iteration++) {
    const end = (stopped: Minimisation['stopped']): Minimisation => ({ x, ...at, iterations: iteration, stopped });
    if (largest(at.gradient) <= tolerance) return end('gradient');
    if (iteration === maxIterations) return end('iterations');
    let direction = towards(at.gradient, pairs);
    if (dot(direction, at.gradient) >= 0) {
      // Rounding has spoilt what was kept: begin anew, downhill.
      pairs.length = 0;
      direction = at.gradient.map((slope) => -slope);
    }
    const found = await searchLine(evaluate, x, at, direction, pairs.length === 0 ? firstStep : 1);
    if (found === undefined) {
      if (pairs.length === 0) return end('precision');
      pairs.length = 0;
      continue;
    }
    const s = found.x.map((value, i) => value - x[i]);
    const y = found.gradient.map((slope, i) => slope - at.gradient[i]);
    const curvature = dot(s, y);
    if (curvature > 1e-12 * dot(y, y)) {
      pairs.push({ s, y, rho: 1 / curvature });
      if (pairs.length > memory) pairs.shift();
    }
    x = found.x;
    at = { value: found.value, gradient: found.gradient };
    onIteration?.(iteration + 1);
  }
}

/** The two loops: minus the inverse Hessian, as the pairs know it, times the gradient. */
function towards(
  gradient: Float64Array,
  pairs: readonly { readonly s: Float64Array; readonly y: Float64Array; readonly rho: number }[],
): Float64Array {
  const direction = gradient.map((slope) => -slope);
  const shares = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, rho } = pairs[i];
    shares[i] = rho * dot(s, direction);
    for (let k = 0; k < direction.length; k++) direction[k] -= shares[i] * y[k];
  }
  const last = pairs.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let k = 0; k < direction.length; k++) direction[k] *= scale;
  }
  for (const [i, { s, y, rho }] of pairs.entries()) {
    const share = shares[i] - rho * dot(y, direction);
    for (let k = 0; k < direction.length; k++) direction[k] += share * s[k];
  }
  return direction;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < left.length; k++) sum += left[k] * right[k];
  return sum;
}

function largest(gradient: Float64Array): number {
  let most = 0;
  for (let k = 0; k < gradient.length; k++) most = Math.max(most, Math.abs(gradient[k]));
  return most;
}
