import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PiecewiseLinearWarp } from '../../src/warp/index.ts';
import { errorStretches, findInterval, meanMagnitude, shareOfInterval, signChange, timeAtShare } from '../../src/warp/index.ts';
import { expectRefusal } from '../support/refusal.ts';

const warps: fc.Arbitrary<PiecewiseLinearWarp> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 47 }), { maxLength: 6 }),
    fc.array(fc.integer({ min: -12, max: 12 }), { minLength: 8, maxLength: 8 }),
  )
  .map(([inner, times]) => {
    const positions = [0, ...inner.toSorted((a, b) => a - b), 48];
    return { positions, times: times.slice(0, positions.length) };
  });

const at = (warp: PiecewiseLinearWarp, position: number): number => {
  const k = findInterval(warp.positions, position);
  return timeAtShare(warp, k, shareOfInterval(warp, k, position));
};

describe('errorStretches', () => {
  it('are cut at the knots of both warps, cover the span without a gap, and are straight', () => {
    fc.assert(
      fc.property(warps, warps, fc.integer({ min: 0, max: 20 }), fc.integer({ min: 21, max: 48 }), (predicted, truth, from, to) => {
        const stretches = errorStretches(predicted, truth, { from, to });
        const inner = new Set([...Array.from(predicted.positions), ...Array.from(truth.positions)].filter((p) => p > from && p < to));
        expect(stretches.length).toBe(inner.size + 1);
        let position = from;
        for (const { share, a, b, knot, start, end } of stretches) {
          const next = position + share * (to - from);
          const [left, right] = [predicted.positions[knot], predicted.positions[knot + 1]];
          expect(left + start * (right - left)).toBeCloseTo(position, 9);
          expect(left + end * (right - left)).toBeCloseTo(next, 9);
          for (const t of [0, 0.3, 1]) {
            const where = Math.min(48, position + t * (next - position));
            expect(a + t * (b - a)).toBeCloseTo(at(predicted, where) - at(truth, where), 9);
          }
          position = next;
        }
        expect(position).toBeCloseTo(to, 9);
      }),
    );
  });

  it.each([
    [[0, 4], [-1, 4], {}, 'truth.positions', [0], '-1', /at least 0/],
    [[0, 3], [0, 2, 4], {}, 'truth.positions', [2], '4', /at most 3/],
    [[0, 4], [-1, 4], { to: 2 }, 'truth.positions', [0], '-1', /at least 0/],
    [[0, 3], [3, 4], { from: 1, to: 2 }, 'truth.positions', [0], '3', /below 3/],
    [[3, 4], [0, 3], { from: 1, to: 2 }, 'truth.positions', [1], '3', /above 3/],
    [[0, 4], [-1, 5], { from: -1, to: 5 }, 'options.from', undefined, '-1', /from 0 to 4/],
    [[-1, 5], [0, 4], { to: 5 }, 'options.to', undefined, '5', /from 0 to 4/],
    [[0, 4], [0, 4], { from: 4 }, 'options.from', undefined, '4', /below 4/],
    [[0, 4], [0, 4], { to: 0 }, 'options.to', undefined, '0', /above 0/],
    [[0, 4], [0, 4], { from: 2, to: 2 }, 'options.to', undefined, '2', /above 2/],
  ])(
    'blame who asks for more than both warps have: predicted %j, truth %j, %j',
    (predicted, truth, span, argument, index, found, expected) => {
      const refusal = { argument, found, expected, ...(index === undefined ? {} : { index }) };
      expectRefusal(() => errorStretches({ positions: predicted, times: predicted }, { positions: truth, times: truth }, span), refusal);
    },
  );

  it('takes no other option', () => {
    const warp = { positions: [0, 4], times: [0, 4] };
    const span: object = { until: 2 };
    expectRefusal(() => errorStretches(warp, warp, span), { argument: 'options.until', found: 'not an option', expected: /only from, to/ });
  });
});

describe('the mean magnitude of a line', () => {
  it('is its mean over many midpoints', () => {
    const number = fc.integer({ min: -8, max: 8 });
    fc.assert(
      fc.property(number, number, (a, b) => {
        let mean = 0;
        for (let k = 0; k < 1000; k++) mean += Math.abs(a + ((k + 0.5) / 1000) * (b - a)) / 1000;
        expect(meanMagnitude(a, b)).toBeCloseTo(mean, 4);
        const turn = signChange(a, b);
        expect(turn === 1 || Math.abs(a + turn * (b - a)) < 1e-14).toBe(true);
      }),
    );
  });

  it('does not underflow', () => {
    expect(meanMagnitude(1e-200, -1e-200)).toBe(5e-201);
  });
});

describe('a warp', () => {
  it('is exact at its knots', () => {
    fc.assert(
      fc.property(warps, (warp) => {
        expect(Array.from(warp.positions, (position) => at(warp, position))).toEqual(Array.from(warp.times));
      }),
    );
  });
});
