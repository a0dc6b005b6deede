import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Point, simplify, thin } from '../../src/page/simplify.ts';

describe('simplify', () => {
  const pathPoints = fc.array(fc.constantFrom([1, 0], [0, 1], [1, 1]), { minLength: 1, maxLength: 300 }).map((steps) => {
    const points: Point[] = [[0, 0]];
    for (const [i, j] of steps) points.push([points.at(-1)![0] + j * 0.07, points.at(-1)![1] + i * 0.05]);
    return points;
  });

  it('keeps the ends and stays near every point', () => {
    fc.assert(
      fc.property(pathPoints, (points) => {
        const kept = simplify(points, 0.3);
        expect(kept[0]).toEqual(points[0]);
        expect(kept.at(-1)).toEqual(points.at(-1));
        for (const point of points) {
          const nearest = Math.min(...kept.map((end, i) => distance(point, kept[Math.max(0, i - 1)], end)));
          expect(nearest).toBeLessThanOrEqual(0.3 + 1e-12);
        }
      }),
    );
  });

  it('needs two points for a line', () => {
    const line = Array.from({ length: 10_000 }, (_, i): Point => [i / 20, i / 20]);
    expect(simplify(line, 0.3).length).toBe(2);
    expect(simplify([[1, 2]], 0.3)).toEqual([[1, 2]]);
    expect(simplify([], 0.3)).toEqual([]);
  });
});

describe('thin', () => {
  it('keeps the ends and the extremes of each pixel, at most four points', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 9, noNaN: true }), fc.integer({ min: 0, max: 99 })), { maxLength: 200 }),
        (list) => {
          const points: Point[] = list.toSorted(([a], [b]) => a - b);
          const kept = thin(points);
          expect(kept.length).toBeLessThanOrEqual(Math.max(4, 40));
          expect(points.filter((point) => kept.includes(point))).toEqual(kept);
          expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
          for (let column = 0; column < 10; column++) {
            const heights = (of: readonly Point[]): number[] => of.filter(([x]) => Math.floor(x) === column).map(([, y]) => y);
            expect([Math.min(...heights(kept)), Math.max(...heights(kept))]).toEqual([
              Math.min(...heights(points)),
              Math.max(...heights(points)),
            ]);
          }
        },
      ),
    );
  });
});

function distance([x, y]: Point, [x0, y0]: Point, [x1, y1]: Point): number {
  const length = (x1 - x0) ** 2 + (y1 - y0) ** 2;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length));
  return Math.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0));
}
