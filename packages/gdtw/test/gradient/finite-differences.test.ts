import { describe, expect, it } from 'vitest';
import type { Flavour } from '../support/random-problem.ts';
import { checkProblem, comparedOf, newTally } from './support/check-problem.ts';

const FLAVOURS: Record<string, Flavour> = {
  'no constraint but the ends': {},
  bounds: { band: 'ranges' },
  radii: { band: 'radii' },
  slopes: { slopes: true },
  'slopes and bounds': { slopes: true, band: 'ranges' },
  'slopes and radii, uniform knots': { slopes: true, band: 'radii', uniform: true },
  'a subsequence with slopes': { subsequence: true, slopes: true, expectedSlope: true },
  'a given slope, uniform knots': { uniform: true, expectedSlope: true },
  'Huber functions': { signalLoss: { name: 'huber', parameter: 0.1 }, warpPenalty: { name: 'huber', parameter: 0.2 }, slopes: true },
  'a 3-norm': { signalLoss: { name: 'p-norm', parameter: 3 }, band: 'ranges' },
  'absolute loss': { signalLoss: 'absolute', slopes: true },
  'cubic x': { cubic: 'x' },
  'cubic x, slopes and bounds': { cubic: 'x', slopes: true, band: 'ranges' },
  'cubic x, slopes and radii, uniform knots': { cubic: 'x', slopes: true, band: 'radii', uniform: true },
  'cubic x, absolute loss': { cubic: 'x', signalLoss: 'absolute', slopes: true },
  'cubic y, uniform knots': { cubic: 'y', uniform: true },
  'cubic y, slopes and radii, uniform knots': { cubic: 'y', slopes: true, band: 'radii', uniform: true },
  'both cubic, bounds': { cubic: 'both', band: 'ranges' },
  'both cubic, a subsequence with slopes, uniform knots': { cubic: 'both', subsequence: true, slopes: true, uniform: true },
  'both cubic, Huber functions, uniform knots': {
    cubic: 'both',
    uniform: true,
    signalLoss: { name: 'huber', parameter: 0.1 },
    warpPenalty: { name: 'huber', parameter: 0.2 },
  },
  'both cubic, a 3-norm, slopes, uniform knots': {
    cubic: 'both',
    signalLoss: { name: 'p-norm', parameter: 3 },
    slopes: true,
    uniform: true,
  },
  'absolute penalty': { warpPenalty: 'absolute', band: 'radii', expectedSlope: true },
};

describe('gradients are finite differences', () => {
  it.each(Object.entries(FLAVOURS))('with %s', (_, flavour) => {
    const tally = newTally();
    for (let seed = 1; seed <= 60; seed++) checkProblem(seed, { flavour }, tally);
    // The test must not pass on what it skips.
    expect(comparedOf(tally)).toBeGreaterThan(120);
    expect(tally.changed).toBeLessThan(0.2 * comparedOf(tally));
    const active = tally.active.flat();
    if (flavour.slopes === true) expect(active).toEqual(expect.arrayContaining(['slope-lower', 'slope-upper']));
    if (flavour.band !== undefined) expect(active).toEqual(expect.arrayContaining(['lower', 'upper']));
  });
});
