import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSignal, createWarpProblem, solveWarp, warpGradient, warpObjective } from '../src/index.ts';
import type { WarpProblem } from '../src/index.ts';

type Golden = number | 'inf' | '-inf';

interface GoldenCase {
  readonly id: string;
  readonly regular: boolean;
  readonly x: number[][];
  readonly tx: number[];
  readonly y: number[][];
  readonly ty: number[];
  readonly warp_times: number[];
  readonly lambda: number;
  readonly subsequence: boolean;
  readonly expected_slope: number;
  readonly band_lower: Golden[];
  readonly band_upper: Golden[];
  readonly slope_upper: Golden[];
  readonly phi: number[];
  readonly objective: number;
  readonly v?: number[];
  readonly vjp?: {
    readonly x: number[][];
    readonly y: number[][];
    readonly lambda: number;
    readonly band_lower: number[];
    readonly band_upper: number[];
    readonly slope_upper: number[];
  };
}

const file = new URL('../../../../shared/golden/gdtw.json', import.meta.url);
const present = existsSync(file);
const cases = present ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: GoldenCase[] }).cases : [];
const toNumber = (value: Golden): number => (value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value);

/** The golden file's slopes are shares of the expected slope, ours are in the caller's units. */
function toProblem(of: GoldenCase): WarpProblem {
  return createWarpProblem({
    x: createSignal(of.x, { times: of.tx }),
    y: createSignal(of.y, { times: of.ty }),
    lambda: of.lambda,
    knots: of.warp_times.length === of.ty.length ? 'observations' : of.warp_times.length,
    subsequence: of.subsequence,
    expectedSlope: of.expected_slope,
    slopes: { upper: of.slope_upper.map((value) => toNumber(value) * of.expected_slope) },
    band: { kind: 'ranges', lower: of.band_lower.map(toNumber), upper: of.band_upper.map(toNumber) },
  });
}

function expectNear(actual: ArrayLike<number>, expected: readonly number[], label: string): void {
  const scale = Math.max(1e-6, ...expected.map(Math.abs));
  expect(actual.length, label).toBe(expected.length);
  expected.forEach((value, k) => expect(Math.abs(actual[k] - value), `${label}[${k}]`).toBeLessThanOrEqual(1e-6 * scale));
}

const required = process.env['REQUIRE_SHARED'] === '1';

describe.skipIf(!present && !required)('golden/gdtw.json (skipped without ../shared)', () => {
  it('is there, with 16 cases', () => {
    expect(present, 'REQUIRE_SHARED=1, and there is no ../shared/golden/gdtw.json').toBe(true);
    expect(cases.length).toBe(16);
  });

  it.each(cases)('$id: the objective at the given warp', (of) => {
    expect(Math.abs(warpObjective(toProblem(of), of.phi).value - of.objective)).toBeLessThanOrEqual(1e-12 * of.objective);
  });

  it.each(cases)('$id: our warp is no worse', (of) => {
    const { objective, kktResidual } = solveWarp(toProblem(of));
    expect(objective).toBeLessThanOrEqual(of.objective + 1e-12 * (1 + of.objective));
    expect(kktResidual).toBeLessThanOrEqual(1e-9);
  });

  it.each(cases.filter(({ regular }) => regular))('$id: every vector-Jacobian product', (of) => {
    const { v, vjp } = of;
    if (v === undefined || vjp === undefined) throw new Error(`${of.id} has no products`);
    const gradient = warpGradient(toProblem(of), of.phi, v);
    expect(gradient.regular).toBe(true);
    expectNear(gradient.x, vjp.x.flat(), 'x');
    expectNear(gradient.y, vjp.y.flat(), 'y');
    expectNear([gradient.lambda.reduce((sum, value) => sum + value, 0)], [vjp.lambda], 'lambda');
    expectNear(gradient.band.lower, vjp.band_lower, 'band_lower');
    expectNear(gradient.band.upper, vjp.band_upper, 'band_upper');
    expectNear(
      gradient.slopes.upper.map((value) => value * of.expected_slope),
      vjp.slope_upper,
      'slope_upper',
    );
  });

  it('has a derivative where a knot is locked on an observation, which the golden file leaves out', () => {
    const of = cases.find(({ regular }) => !regular);
    if (of === undefined) throw new Error('no irregular case');
    const problem = toProblem(of);
    const { warp, active } = solveWarp(problem);
    const locked = active.find(({ kind }) => kind === 'kink');
    if (locked === undefined) throw new Error('no knot on a kink');
    const upstream = Array.from(warp, (_, i) => (i === locked.index ? 1 : 0));
    const gradient = warpGradient(problem, warp, upstream);
    expect(gradient.regular).toBe(true);
    expect(Array.from(gradient.xTimes).filter((value) => value !== 0)).toEqual([1]);
    expect([...gradient.x, ...gradient.y, ...gradient.lambda].every((value) => Math.abs(value) === 0)).toBe(true);
  });
});
