import { describe, expect, it } from 'vitest';
import type { WarpSolution } from '../../src/index.ts';
import type { Ingredients } from '../support/random-problem.ts';
import type { InputName } from './support/check-problem.ts';
import { checkProblem, newTally } from './support/check-problem.ts';

/** Knots that lie on the band itself: ends of x hold knots as well, and those bounds are nobody's input. */
function boundsActive({ active, warp }: WarpSolution, { bandLower, bandUpper }: Ingredients): boolean {
  const on = (index: number, bound: readonly number[]): boolean => Math.abs(warp[index] - bound[index]) < 1e-9;
  return active.some(({ kind, index }) => (kind === 'lower' && on(index, bandLower)) || (kind === 'upper' && on(index, bandUpper)));
}

const slopesActive = ({ active }: WarpSolution): boolean => active.some(({ kind }) => kind === 'slope-lower' || kind === 'slope-upper');

const INPUTS: readonly InputName[] = ['x', 'y', 'xTimes', 'yTimes', 'lambda', 'slopesLower', 'slopesUpper', 'bandLower', 'bandUpper'];
const isThere = (list: Float64Array): boolean => list.some((value) => Math.abs(value) > 1e-9);

describe('of problems that all have a band and slopes, every gradient is a finite difference', () => {
  it.each([
    ['bounds and slopes', true, true],
    ['bounds alone', true, false],
    ['slopes alone', false, true],
    ['neither', false, false],
  ])('where those active at the solution are: %s', (_, bounds, slopes) => {
    const tally = newTally();
    for (let seed = 1; seed <= 400 && tally.active.length < 25; seed++) {
      checkProblem(
        seed,
        {
          flavour: { band: 'ranges', slopes: true },
          wanted: (solution, base) => boundsActive(solution, base) === bounds && slopesActive(solution) === slopes,
          check: ({ band, slopes: bySlopes }, label) => {
            expect(isThere(band.lower) || isThere(band.upper), `by the band, ${label}`).toBe(bounds);
            expect(isThere(bySlopes.lower) || isThere(bySlopes.upper), `by the slopes, ${label}`).toBe(slopes);
          },
        },
        tally,
      );
    }
    expect(tally.active.length).toBe(25);
    for (const name of INPUTS) expect(tally.compared.get(name) ?? 0, name).toBeGreaterThanOrEqual(15);
  });
});
