import { hardmin } from '@rubato/minimum';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forwardHardThree, hardCell, hardThree } from '../../src/kernels/hardmin.ts';

const COUNT = 8;
/** Few different numbers, so that ties are common; both zeros, and Infinity. */
const cost = fc.constantFrom(-1, -0, 0, 1, 2, Infinity);
const row = fc.array(cost, { minLength: COUNT + 1, maxLength: COUNT + 1 }).map((list) => Float64Array.from(list));

describe('the hardmin kernels', () => {
  it('take the least candidate, the first of equals, as the record does', () => {
    fc.assert(
      fc.property(row, fc.tuple(row, row, row), cost, (above, costs, before) => {
        const own = COUNT + 2;
        const positions = Float64Array.of(1, own - 1, 0);
        const fresh = (): Float64Array => {
          const D = new Float64Array(2 * COUNT + 4);
          D.set(above);
          D[own - 1] = before;
          return D;
        };
        const [D, plain, single] = [fresh(), fresh(), fresh()];
        const [pointers, singlePointers] = [new Uint8Array(COUNT + 3).fill(9), new Uint8Array(COUNT + 3)];
        hardThree(D, own, 1, own - 1, 0, costs[0], costs[1], costs[2], 1, COUNT, pointers, 2);
        forwardHardThree(plain, own, 1, own - 1, 0, costs[0], costs[1], costs[2], 1, COUNT);
        const weights = new Float64Array(3);
        for (let k = 0; k < COUNT; k++) {
          hardCell(single, own + k, positions, costs, k, k + 1, Infinity, singlePointers, k + 2);
          const candidates = Float64Array.from(positions, (position, s) => D[position + k] + costs[s][k + 1]);
          expect(D[own + k] + 0).toBe(hardmin.evaluate(candidates, 3, 1, weights) + 0);
          if (D[own + k] === Infinity) continue;
          expect(pointers[k + 2]).toBe(weights.indexOf(1));
          expect(singlePointers[k + 2]).toBe(weights.indexOf(1));
        }
        expect(plain.map((value) => value + 0)).toEqual(D.map((value) => value + 0));
        expect(single.map((value) => value + 0)).toEqual(D.map((value) => value + 0));
        expect([pointers[0], pointers[1], pointers[COUNT + 2]]).toEqual([9, 9, 9]);
      }),
      { numRuns: 2000 },
    );
  });

  it('a start candidate wins only where it is less than every step', () => {
    const costs = [Float64Array.of(2), Float64Array.of(1)];
    const pick = (start: number): [number, number] => {
      const D = Float64Array.of(0, 0, NaN);
      const pointers = new Uint8Array(1);
      hardCell(D, 2, Float64Array.of(0, 1), costs, 0, 0, start, pointers, 0);
      return [D[2], pointers[0]];
    };
    expect([pick(3), pick(1), pick(0.5)]).toEqual([
      [1, 1],
      [1, 1],
      [0.5, 2],
    ]);
  });
});
