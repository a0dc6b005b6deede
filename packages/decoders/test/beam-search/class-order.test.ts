import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClassOrder } from '../../src/beam-search/class-order.ts';

describe('ClassOrder', () => {
  it('sorts the possible classes but the blank, frame after frame', () => {
    const row = fc.array(fc.constantFrom(-Infinity, -3, -2, -1, -0.5), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: -1, max: 5 }),
        fc.nat({ max: 6 }),
        (rows, blank, asked) => {
          const order = new ClassOrder(6, blank);
          for (const [r, values] of rows.entries()) {
            const expected = [...values.keys()]
              .filter((k) => k !== blank && values[k] > -Infinity)
              .toSorted((a, b) => values[b] - values[a] || a - b);
            order.reset(Float64Array.from(values));
            // Not every frame is asked to the end.
            const count = r === rows.length - 1 ? 6 : asked;
            for (let place = 0; place < count && place <= expected.length; place++) expect(order.at(place)).toBe(expected[place] ?? -1);
            for (let place = 0; place < Math.min(count, expected.length); place++) expect(order.at(place)).toBe(expected[place]);
          }
        },
      ),
    );
  });
});
