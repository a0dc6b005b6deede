import { evaluateProgram } from '@rubato/expression';
import { expect } from 'vitest';
import type { FloatArray, PreparedCost } from '@rubato/costs';

export const float64 = (values: readonly number[]): Float64Array => Float64Array.from(values);
export const flat = (rows: readonly (readonly number[])[]): Float64Array => Float64Array.from(rows.flat());

/** The costs of one row of X against many rows of Y. */
export function costsOf(cost: PreparedCost, x: FloatArray, y: FloatArray): number[] {
  const out = new Float64Array(y.length / cost.dimension);
  cost.row(x, 0, y, 0, out.length, out, 0);
  return [...out];
}

export const costOf = (cost: PreparedCost, x: readonly number[], y: readonly number[]): number => costsOf(cost, float64(x), float64(y))[0];

export interface Gradients {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export function pullbackOf(cost: PreparedCost, x: FloatArray, y: FloatArray, upstream: readonly number[]): Gradients {
  const gradients = { x: new Float64Array(x.length), y: new Float64Array(y.length) };
  cost.pullback(x, 0, y, 0, upstream.length, float64(upstream), 0, gradients.x, 0, gradients.y, 0);
  return gradients;
}

export function gradientsOf(cost: PreparedCost, x: readonly number[], y: readonly number[]): { x: number[]; y: number[] } {
  const gradients = pullbackOf(cost, float64(x), float64(y), [1]);
  return { x: [...gradients.x], y: [...gradients.y] };
}

/** What the cost's program says about one pair of rows. */
export function programOf(cost: PreparedCost, x: readonly number[], y: readonly number[]) {
  if (cost.program === undefined) throw new Error('the cost has no program');
  const outputs = evaluateProgram(cost.program, { x, y }, { d: cost.dimension });
  return {
    cost: outputs['cost'] as number,
    gradientX: outputs['gradientX'] as Float64Array,
    gradientY: outputs['gradientY'] as Float64Array,
  };
}

/** |actual - expected| ≤ absolute + relative·|expected| for each element; infinite values must be equal. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: { relative?: number; absolute?: number } = {},
): void {
  const { relative = 1e-12, absolute = 1e-12 } = tolerance;
  expect(actual.length).toBe(expected.length);
  for (let index = 0; index < expected.length; index++) {
    const [found, wanted] = [actual[index], expected[index]];
    if (found === wanted) continue;
    const message = `element ${index} is ${found}, expected ${wanted}`;
    expect(Number.isFinite(wanted), message).toBe(true);
    expect(Math.abs(found - wanted), message).toBeLessThanOrEqual(absolute + relative * Math.abs(wanted));
  }
}
