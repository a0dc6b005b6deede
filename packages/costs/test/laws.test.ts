import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localCosts } from '@rubato/costs';
import { acceptedRows, anyOf, between, costCases, heaviest, moderateOf, smoothRows } from './arbitraries.ts';
import { costOf, costsOf, expectClose, flat, float64, programOf, pullbackOf } from './support.ts';

const runs = { numRuns: 200 };
const weights = fc.array(between(-2, 2), { minLength: 4, maxLength: 4 });
const directions = fc.array(between(-1, 1), { minLength: 64, maxLength: 64 });

it('has a case for every cost of the registry', () => {
  const covered = new Set(costCases.map((costCase) => costCase.specification(costCase.least).name));
  expect([...covered].toSorted()).toEqual(Object.keys(localCosts).toSorted());
});

describe.each(costCases)('$label', (costCase) => {
  it('has a pullback equal to the directional finite difference, for X and for Y', () => {
    fc.assert(
      fc.property(smoothRows(costCase), weights, directions, ({ cost, x, rows }, weight, direction) => {
        const upstream = weight.slice(0, rows.length);
        const objective = (shiftX: number, shiftY: number): number => {
          const movedX = x.map((value, d) => value + shiftX * direction[d]);
          const movedY = rows.map((row, k) => {
            const steered = costCase.steers(row, cost.dimension);
            return row.map((value, d) => value + shiftY * steered[d] * direction[k * cost.dimension + d]);
          });
          return costsOf(cost, float64(movedX), flat(movedY)).reduce((sum, value, k) => sum + upstream[k] * value, 0);
        };
        const { x: gradientX, y: gradientY } = pullbackOf(cost, float64(x), flat(rows), upstream);
        const slopeX = gradientX.reduce((sum, value, d) => sum + value * direction[d], 0);
        const slopeY = gradientY.reduce((sum, value, index) => sum + value * direction[index], 0);
        const step = 1e-6;
        const differenceX = (objective(step, 0) - objective(-step, 0)) / (2 * step);
        const differenceY = (objective(0, step) - objective(0, -step)) / (2 * step);
        expectClose([slopeX, slopeY], [differenceX, differenceY], { relative: 1e-6, absolute: 2e-6 });
      }),
      runs,
    );
  });

  it('has a gradient of 0 where y only chooses a case', () => {
    fc.assert(
      fc.property(smoothRows(costCase), ({ cost, x, rows }) => {
        const { y } = pullbackOf(
          cost,
          float64(x),
          flat(rows),
          rows.map(() => 1),
        );
        const chosen = rows.flatMap((row) => costCase.steers(row, cost.dimension)).map((steers) => steers === 0);
        expect([...y].filter((value, index) => chosen[index] && value !== 0)).toEqual([]);
      }),
      runs,
    );
  });

  it('agrees with its program', () => {
    fc.assert(
      fc.property(acceptedRows(costCase, moderateOf), ({ cost, x, rows }) => {
        for (const row of rows) {
          const program = programOf(cost, x, row);
          const value = costOf(cost, x, row);
          expectClose([program.cost], [value]);
          if (value === Infinity) continue;
          const gradient = pullbackOf(cost, float64(x), float64(row), [1]);
          expectClose(program.gradientX, gradient.x, { relative: 1e-9, absolute: 1e-9 });
          expectClose(program.gradientY, gradient.y, { relative: 1e-9, absolute: 1e-9 });
        }
      }),
      runs,
    );
  });

  const sums = costCase.specification(costCase.least).terms === undefined ? [heaviest(costCase)] : [];
  it.each([costCase, ...sums])('is never NaN in its domain, and its gradients are finite: $label', (member) => {
    const scales = fc.array(fc.constantFrom(0, 1, -1, 1e3, -1e3, 1e-300, 0.3), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(acceptedRows(member, anyOf), scales, ({ cost, x, rows }, scale) => {
        const values = costsOf(cost, float64(x), flat(rows));
        expect(values.filter((value) => !(value > -Infinity))).toEqual([]);
        const upstream = values.map((value, k) => (value === Infinity ? 0 : scale[k]));
        const gradients = pullbackOf(cost, float64(x), flat(rows), upstream);
        expect([...gradients.x, ...gradients.y].filter((value) => !Number.isFinite(value))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('adds nothing where upstream is 0, whatever the derivative', () => {
    fc.assert(
      fc.property(acceptedRows(costCase, anyOf), ({ cost, x, rows }) => {
        const gradients = pullbackOf(
          cost,
          float64(x),
          flat(rows),
          rows.map(() => 0),
        );
        expect([...gradients.x, ...gradients.y].filter((value) => value !== 0)).toEqual([]);
      }),
      runs,
    );
  });

  it('reads float32 as the same numbers in float64', () => {
    fc.assert(
      fc.property(smoothRows(costCase), weights, ({ cost, x, rows }, weight) => {
        const upstream = weight.slice(0, rows.length);
        const [x32, y32] = [Float32Array.from(x), Float32Array.from(rows.flat())];
        const [x64, y64] = [Float64Array.from(x32), Float64Array.from(y32)];
        const expected = costsOf(cost, x64, y64);
        expect(costsOf(cost, x32, y32)).toEqual(expected);
        expect(costsOf(cost, x64, y32)).toEqual(expected);
        const rounded = new Float32Array(rows.length);
        cost.row(x32, 0, y32, 0, rows.length, rounded, 0);
        expect([...rounded]).toEqual(expected.map(Math.fround));
        expect(pullbackOf(cost, x32, y32, upstream)).toEqual(pullbackOf(cost, x64, y64, upstream));
      }),
      runs,
    );
  });

  it('writes and adds inside its output ranges only, and leaves its inputs alone', () => {
    fc.assert(
      fc.property(
        smoothRows(costCase),
        weights,
        fc.array(fc.nat({ max: 3 }), { minLength: 6, maxLength: 6 }),
        ({ cost, x, rows }, weight, [xOffset, yOffset, outOffset, upstreamOffset, gradientXOffset, gradientYOffset]) => {
          const count = rows.length;
          const padded = (offset: number, values: readonly number[]): Float64Array =>
            float64([...Array.from({ length: offset }, () => NaN), ...values, NaN, NaN]);
          const blank = (offset: number, length: number): Float64Array => new Float64Array(offset + length + 2).fill(7);
          const [xPadded, yPadded] = [padded(xOffset, x), padded(yOffset, rows.flat())];
          const upstream = weight.slice(0, count);
          const upstreamPadded = padded(upstreamOffset, upstream);
          const before = [xPadded.slice(), yPadded.slice(), upstreamPadded.slice()];
          const out = blank(outOffset, count);
          const gradientX = blank(gradientXOffset, cost.dimension);
          const gradientY = blank(gradientYOffset, count * cost.dimension);

          cost.row(xPadded, xOffset, yPadded, yOffset, count, out, outOffset);
          cost.pullback(
            xPadded,
            xOffset,
            yPadded,
            yOffset,
            count,
            upstreamPadded,
            upstreamOffset,
            gradientX,
            gradientXOffset,
            gradientY,
            gradientYOffset,
          );
          expect([xPadded, yPadded, upstreamPadded]).toEqual(before);

          const expected = pullbackOf(cost, float64(x), flat(rows), upstream);
          const framed = (offset: number, values: readonly number[]): number[] => [
            ...Array.from({ length: offset }, () => 7),
            ...values,
            7,
            7,
          ];
          expect([...out]).toEqual(framed(outOffset, costsOf(cost, float64(x), flat(rows))));
          expectClose(
            gradientX,
            framed(
              gradientXOffset,
              [...expected.x].map((value) => 7 + value),
            ),
          );
          expectClose(
            gradientY,
            framed(
              gradientYOffset,
              [...expected.y].map((value) => 7 + value),
            ),
          );
        },
      ),
      runs,
    );
  });

  it('gives many rows of Y the costs and gradients of one at a time', () => {
    fc.assert(
      fc.property(smoothRows(costCase), fc.integer({ min: 60, max: 140 }), ({ cost, x, rows }, count) => {
        const many = Array.from({ length: count }, (_, k) => rows[k % rows.length]);
        const upstream = many.map((_, k) => Math.cos(k));
        expect(costsOf(cost, float64(x), flat(many))).toEqual(many.map((row) => costOf(cost, x, row)));
        const gradients = pullbackOf(cost, float64(x), flat(many), upstream);
        const single = many.map((row, k) => pullbackOf(cost, float64(x), float64(row), [upstream[k]]));
        expect([...gradients.y]).toEqual(single.flatMap(({ y }) => [...y]));
        const sum = x.map((_, d) => single.reduce((total, { x: gradient }) => total + gradient[d], 0));
        expectClose(gradients.x, sum, { relative: 1e-10, absolute: 1e-10 });
      }),
      { numRuns: 20 },
    );
  });
});
