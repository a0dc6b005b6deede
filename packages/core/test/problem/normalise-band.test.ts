import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseBand } from '../../src/problem/normalise-band.ts';
import { expectRefusal } from '../support/refusal.ts';

/** The columns of each row of a band on one item of full length. */
function columnsOf(input: object, rows: number, columns: number): number[][] {
  const band = normaliseBand(input, rows, columns, Int32Array.of(rows), Int32Array.of(columns))!;
  return Array.from(band.first, (first, n) => Array.from({ length: band.last[n] - first + 1 }, (_, i) => first + i));
}

function byDefinition(rows: number, columns: number, isCell: (n: number, m: number) => boolean): number[][] {
  return Array.from({ length: rows }, (_, n) => Array.from({ length: columns }, (__, m) => m).filter((m) => isCell(n, m)));
}

const sides = fc.record({ rows: fc.integer({ min: 1, max: 40 }), columns: fc.integer({ min: 1, max: 40 }) });

describe('Sakoe–Chiba bands', () => {
  it('are |m - n(M-1)/(N-1)| ≤ r', () => {
    fc.assert(
      fc.property(sides, fc.integer({ min: 0, max: 50 }), ({ rows, columns }, radius) => {
        // In whole numbers: no rounding.
        const isCell = (n: number, m: number): boolean => rows === 1 || Math.abs(m * (rows - 1) - n * (columns - 1)) <= radius * (rows - 1);
        expect(columnsOf({ kind: 'sakoeChiba', radius }, rows, columns)).toEqual(byDefinition(rows, columns, isCell));
      }),
      { numRuns: 500 },
    );
  });

  it('take radii that are not whole', () => {
    fc.assert(
      fc.property(sides, fc.integer({ min: 0, max: 160 }), ({ rows, columns }, quarters) => {
        const isCell = (n: number, m: number): boolean =>
          rows === 1 || 4 * Math.abs(m * (rows - 1) - n * (columns - 1)) <= quarters * (rows - 1);
        expect(columnsOf({ kind: 'sakoeChiba', radius: quarters / 4 }, rows, columns)).toEqual(byDefinition(rows, columns, isCell));
      }),
      { numRuns: 500 },
    );
    expect(columnsOf({ kind: 'sakoeChiba', radius: Infinity }, 3, 2)).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
  });
});

describe('Itakura bands', () => {
  it('are both cones about the normalised diagonal', () => {
    fc.assert(
      fc.property(sides, fc.integer({ min: 2, max: 12 }), ({ rows, columns }, halves) => {
        // Slope s = halves / 2: u/s ≤ v ≤ s·u, and the same from the far corner, with u = n/(N-1) and v = m/(M-1), in whole numbers.
        const isCell = (n: number, m: number): boolean => {
          if (rows === 1 || columns === 1) return true;
          const [u, v] = [n * (columns - 1), m * (rows - 1)];
          const whole = (rows - 1) * (columns - 1);
          const cone = (a: number, b: number): boolean => 2 * a <= halves * b && 2 * b <= halves * a;
          return cone(u, v) && cone(whole - u, whole - v);
        };
        expect(columnsOf({ kind: 'itakura', slope: halves / 2 }, rows, columns)).toEqual(byDefinition(rows, columns, isCell));
      }),
      { numRuns: 500 },
    );
  });

  it('hold both corners, however steep', () => {
    for (const slope of [1, 1.3, 7.77, 1e300]) {
      const rows = columnsOf({ kind: 'itakura', slope }, 9, 5);
      expect([rows[0][0], rows[8].at(-1)]).toEqual([0, 4]);
    }
  });
});

describe('bands', () => {
  it('never go back, and stay within the lattice, for any lengths', () => {
    const band = fc.oneof(
      fc.record({ kind: fc.constant('sakoeChiba'), radius: fc.double({ min: 0, noNaN: true }) }),
      fc.record({ kind: fc.constant('itakura'), slope: fc.double({ min: 1, noNaN: true, noDefaultInfinity: true }) }),
    );
    const lengths = fc.array(fc.tuple(fc.nat(9), fc.nat(7)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(band, lengths, (input, pairs) => {
        const rowLengths = Int32Array.from(pairs, ([rows]) => rows);
        const { first, last, batchStride } = normaliseBand(
          input,
          9,
          7,
          rowLengths,
          Int32Array.from(pairs, ([, columns]) => columns),
        )!;
        for (let b = 0; b < pairs.length; b++) {
          for (let n = 0; n < rowLengths[b]; n++) {
            const row = b * batchStride + n;
            expect(first[row]).toBeGreaterThanOrEqual(n === 0 ? 0 : first[row - 1]);
            expect(last[row]).toBeGreaterThanOrEqual(n === 0 ? first[row] - 1 : Math.max(first[row] - 1, last[row - 1]));
            expect(last[row]).toBeLessThan(Math.max(1, pairs[b][1]));
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("follow each item's own lengths, and are shared where these are the same", () => {
    const make = (...lengths: number[]) =>
      normaliseBand({ kind: 'sakoeChiba', radius: 0 }, 5, 5, Int32Array.from(lengths), Int32Array.of(5, 5))!;
    expect(make(5, 5)).toMatchObject({ batchStride: 0, first: Int32Array.of(0, 1, 2, 3, 4) });
    expect(make(5, 3)).toMatchObject({
      batchStride: 5,
      first: Int32Array.of(0, 1, 2, 3, 4, 0, 2, 4, 0, 0),
      last: Int32Array.of(0, 1, 2, 3, 4, 0, 2, 4, -1, -1),
    });
  });

  it('of ranges are taken for one item or for all, in any kind of list, and copied', () => {
    const first = [0, 1];
    const shared = normaliseBand({ kind: 'ranges', first, last: Float32Array.of(1, 2) }, 2, 3, Int32Array.of(2, 2), Int32Array.of(3, 3))!;
    expect(shared).toEqual({ first: Int32Array.of(0, 1), last: Int32Array.of(1, 2), batchStride: 0 });
    const own = normaliseBand({ kind: 'ranges', first: [0, 1, 2, 3], last: [2, 2, 1, 2] }, 2, 3, Int32Array.of(2, 2), Int32Array.of(3, 3))!;
    expect(own).toEqual({ first: Int32Array.of(0, 1, 2, 3), last: Int32Array.of(2, 2, 1, 2), batchStride: 2 });
    expect(Object.isFrozen(own) && !Object.isFrozen(first)).toBe(true);
  });

  it('of ranges may hold anything in the padding', () => {
    const padded = [0, 1n, Symbol('x')] as unknown as number[];
    const band = normaliseBand({ kind: 'ranges', first: padded, last: padded }, 3, 2, Int32Array.of(1), Int32Array.of(2));
    expect(band).toEqual({ first: Int32Array.of(0, 0, 0), last: Int32Array.of(0, -1, -1), batchStride: 0 });
  });

  it('shared by very many items do not overflow the stack', () => {
    const batch = 300_000;
    const lengths = new Int32Array(batch).fill(1);
    expect(normaliseBand({ kind: 'ranges', first: [0], last: [0] }, 1, 1, lengths, lengths)).toEqual({
      first: Int32Array.of(0),
      last: Int32Array.of(0),
      batchStride: 0,
    });
  });

  it.each([
    [3, { argument: 'band', found: '3' }],
    [{ kind: 'diagonal' }, { argument: 'band.kind', found: '"diagonal"', expected: 'one of sakoeChiba, itakura, ranges' }],
    [
      { kind: 'sakoeChiba', radius: -1 },
      { argument: 'band.radius', found: '-1', expected: 'a number of at least 0' },
    ],
    [{ kind: 'sakoeChiba', radius: NaN }, { argument: 'band.radius' }],
    [
      { kind: 'sakoeChiba', radius: '3' },
      { argument: 'band.radius', found: '"3"' },
    ],
    [
      { kind: 'sakoeChiba', slope: 3 },
      { argument: 'band.slope', expected: 'only kind, radius' },
    ],
    [
      { kind: 'itakura', slope: 0.9 },
      { argument: 'band.slope', found: '0.9', expected: 'a finite number of at least 1' },
    ],
    [
      { kind: 'itakura', slope: Infinity },
      { argument: 'band.slope', found: 'Infinity' },
    ],
    [{ kind: 'itakura' }, { argument: 'band.slope', found: 'undefined' }],
    [
      { kind: 'ranges', first: [0, 1, 1] },
      { argument: 'band.last', found: 'undefined', expected: '3 or 6 whole numbers' },
    ],
    [
      { kind: 'ranges', first: '001', last: [1, 1, 1] },
      { argument: 'band.first', found: '"001"' },
    ],
    [
      { kind: 'ranges', first: [0, 0, 0, 0], last: [1, 1, 1, 1] },
      { argument: 'band.first', found: '4 long' },
    ],
    [
      { kind: 'ranges', first: [0, 0, 0], last: [1, 1, 1, 1, 1, 1] },
      { argument: 'band.last', found: '6 long', expected: 'as many as band.first, 3' },
    ],
    [
      { kind: 'ranges', first: [0, 2, 1], last: [2, 2, 2] },
      { argument: 'band.first', index: [2], found: '1', expected: 'a whole number from 2 to 4' },
    ],
    [
      { kind: 'ranges', first: [0, 0, 0], last: [2, 1, 2] },
      { argument: 'band.last', index: [1], found: '1', expected: 'a whole number from 2 to 3' },
    ],
    [
      { kind: 'ranges', first: [0, 0, 0], last: [2, 4, 4] },
      { argument: 'band.last', index: [1], found: '4' },
    ],
    [
      { kind: 'ranges', first: [3, 3, 3], last: [1, 3, 3] },
      { argument: 'band.last', index: [0], found: '1', expected: 'a whole number from 2 to 3' },
    ],
    [
      { kind: 'ranges', first: [0, 0.5, 1], last: [2, 2, 2] },
      { argument: 'band.first', index: [1], found: '0.5' },
    ],
    [
      { kind: 'ranges', first: [0, 0, 0, 0, 0, 0], last: [0, 0, 0, 0, -1, 0] },
      { argument: 'band.last', index: [1, 1], found: '-1' },
    ],
  ])('refuse %o', (band, refusal) => {
    expectRefusal(() => normaliseBand(band, 3, 4, Int32Array.of(3, 3), Int32Array.of(4, 4)), refusal);
  });
});
