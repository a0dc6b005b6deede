import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rectangle, selectAnchors } from '../../src/long-recordings/anchors.ts';

describe('selectAnchors', () => {
  const steps = fc.array(fc.constantFrom([1, 0] as const, [0, 1] as const, [1, 1] as const), { maxLength: 60 });

  it('goes from corner to corner, never back, in rectangles of the size allowed, and in as few as cells of the path permit', () => {
    const cases = fc.record({ steps, ratio: fc.integer({ min: 2, max: 5 }), rest: fc.tuple(fc.nat(4), fc.nat(4)), more: fc.nat(400) });
    fc.assert(
      fc.property(cases, (drawn) => {
        const path = [0, 0];
        for (const [i, j] of drawn.steps) path.push(path.at(-2)! + i, path.at(-1)! + j);
        const { ratio } = drawn;
        // The last coarse frame stands for 1 to `ratio` fine ones.
        const rows = path.at(-2)! * ratio + 1 + (drawn.rest[0] % ratio);
        const columns = path.at(-1)! * ratio + 1 + (drawn.rest[1] % ratio);
        const blockCells = (ratio + 1) ** 2 + drawn.more;
        const anchors = selectAnchors(Int32Array.from(path), ratio, rows, columns, blockCells);
        expect(anchors.slice(0, 2)).toEqual([0, 0]);
        expect(anchors.slice(-2)).toEqual([rows - 1, columns - 1]);
        const area = (i: number, j: number): number => rectangle(anchors[i], anchors[i + 1], anchors[j], anchors[j + 1]);
        for (let i = 2; i < anchors.length; i += 2) {
          expect(anchors[i]).toBeGreaterThanOrEqual(anchors[i - 2]);
          expect(anchors[i + 1]).toBeGreaterThanOrEqual(anchors[i - 1]);
          expect(area(i - 2, i)).toBeLessThanOrEqual(blockCells);
          if (i >= 4) expect(area(i - 4, i)).toBeGreaterThan(blockCells);
        }
      }),
      { numRuns: 500 },
    );
  });
});
