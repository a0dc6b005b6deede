import { describe, expect, it } from 'vitest';
import type { SignalLossRecord, WarpPenaltyRecord } from '../../src/index.ts';
import type { Flavour } from '../support/random-problem.ts';
import { checkProblem, comparedOf, newTally } from './support/check-problem.ts';

/** `Σ cosh(r_c) - 1`. */
const cosh: SignalLossRecord = {
  name: 'cosh',
  value: (r) => r.reduce((sum, value) => sum + Math.cosh(value) - 1, 0),
  gradient: (r, _, out) => r.forEach((value, c) => (out[c] = Math.sinh(value))),
  hessianProduct: (r, v, _, out) => r.forEach((value, c) => (out[c] = Math.cosh(value) * v[c])),
};

/** `Σ r_c² + p·(Σ r_c)²`: the channels are not on their own, so that the Hessian has entries off its diagonal. */
const coupled: SignalLossRecord = {
  name: 'coupled',
  defaultParameter: 0.4,
  value(r, share) {
    const sum = r.reduce((total, value) => total + value, 0);
    return r.reduce((squares, value) => squares + value * value, 0) + share * sum * sum;
  },
  gradient(r, share, out) {
    const sum = r.reduce((total, value) => total + value, 0);
    r.forEach((value, c) => (out[c] = 2 * value + 2 * share * sum));
  },
  hessianProduct(r, v, share, out) {
    const sum = v.reduce((total, value) => total + value, 0);
    r.forEach((_, c) => (out[c] = 2 * v[c] + 2 * share * sum));
  },
};

/** `p·u⁴ + u²`. */
const quartic: WarpPenaltyRecord = {
  name: 'quartic',
  defaultParameter: 0.5,
  value: (u, factor) => factor * u ** 4 + u * u,
  derivative: (u, factor) => 4 * factor * u ** 3 + 2 * u,
  secondDerivative: (u, factor) => 12 * factor * u * u + 2,
};

/** `u²` where a warp is slow, `3u²` where it is fast: another curvature on either side of 0. */
const lopsided: WarpPenaltyRecord = {
  name: 'lopsided',
  value: (u) => (u > 0 ? 3 : 1) * u * u,
  derivative: (u) => (u > 0 ? 6 : 2) * u,
  secondDerivative: (u) => (u > 0 ? 6 : 2),
};

// Each interval has a λ of its own in every random problem.
const FLAVOURS: Readonly<Record<string, Flavour>> = {
  'no constraint but the ends': {},
  'slopes and radii by knot (Ratanamahatana & Keogh)': { slopes: true, band: 'radii' },
  'slopes and radii by knot, uniform knots, a given slope': { slopes: true, band: 'radii', uniform: true, expectedSlope: true },
  'cubic x, slopes and bounds': { cubic: 'x', slopes: true, band: 'ranges' },
  'a subsequence with slopes': { subsequence: true, slopes: true },
};

describe.each([
  ['cosh', 'quartic', { signalLosses: [cosh], warpPenalties: [quartic] }],
  ['coupled channels', 'lopsided', { signalLosses: [coupled], warpPenalties: [lopsided] }],
])('with a loss and a penalty of one’s own (%s, %s), gradients are finite differences', (_, __, functions) => {
  it.each(Object.entries(FLAVOURS))('with %s', (___, flavour) => {
    const tally = newTally();
    for (let seed = 1; seed <= 40; seed++) checkProblem(seed, { flavour, functions }, tally);
    expect(comparedOf(tally)).toBeGreaterThan(80);
    expect(tally.changed).toBeLessThan(0.2 * comparedOf(tally));
    const names = ['x', 'y', 'xTimes', 'yTimes', 'lambda'] as const;
    for (const name of names) expect(tally.compared.get(name) ?? 0, name).toBeGreaterThan(10);
    const active = tally.active.flat();
    if (flavour.slopes === true) expect(active).toEqual(expect.arrayContaining(['slope-lower', 'slope-upper']));
    if (flavour.band !== undefined) expect(active).toEqual(expect.arrayContaining(['lower', 'upper']));
  });
});
