import { minimumFunctions } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { GeneralCell } from '../../src/kernels/general.ts';

describe.each(Object.values(minimumFunctions))('GeneralCell of $name', (minimum) => {
  const D = Float64Array.of(0, 3, 1, Infinity, 2);
  const store = { distance: (position: number) => D[position] };
  const predecessors = { positions: Float64Array.of(0, 1), costs: [Float64Array.of(9, 0.5), Float64Array.of(9, 0.25)] };
  const cell = new GeneralCell(minimum, 2);

  it.each([Infinity, 1.5])('evaluates steps, then the start candidate %d', (startCost) => {
    // Column 1, the row's second: D[1] + 0.5, D[2] + 0.25, start.
    const candidates = Float64Array.of(3.5, 1.25, startCost);
    const weights = new Float64Array(3);
    expect(cell.evaluate(store, predecessors, 1, 1, startCost, 0.7)).toBe(minimum.evaluate(candidates, 3, 0.7, weights));
    expect([cell.candidates, cell.weights]).toEqual([candidates, weights]);
    expect(cell.temperatureDerivative(0.7)).toBe(minimum.temperatureDerivative(candidates, 3, 0.7, weights));
    cell.moves.set([1, -2, 0.5]);
    cell.secondOrder(0.7);
    const change = new Float64Array(3);
    minimum.secondOrderProduct(candidates, 3, 0.7, weights, Float64Array.of(1, -2, 0.5), change);
    expect(cell.change).toEqual(change);
  });
});
