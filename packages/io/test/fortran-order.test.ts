import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromFortranOrder } from '../src/fortran-order.ts';
import { anyShape } from './support/arbitraries.ts';

/** Every index of a shape, the last one fastest. */
function indices(shape: readonly number[]): number[][] {
  let all: number[][] = [[]];
  for (const side of shape) all = all.flatMap((index) => Array.from({ length: side }, (_, i) => [...index, i]));
  return all;
}

/** Where an index lies in Fortran order. */
function fortranPlace(index: readonly number[], shape: readonly number[]): number {
  let place = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) place = place * shape[axis] + index[axis];
  return place;
}

describe('fromFortranOrder', () => {
  it('transposes a matrix', () => {
    expect([...fromFortranOrder('int8', Int8Array.of(1, 4, 2, 5, 3, 6), [2, 3])]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('puts every element where its index says', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const count = shape.reduce((product, side) => product * side, 1);
        const data = Int32Array.from({ length: count }, (_, i) => i);
        const result = fromFortranOrder('int32', data, shape);
        expect([...result]).toEqual(indices(shape).map((index) => fortranPlace(index, shape)));
      }),
    );
  });

  it('handles 64 dimensions', () => {
    const shape = Array.from({ length: 64 }, (_, axis) => (axis % 16 === 0 ? 2 : 1));
    const data = Int32Array.from({ length: 16 }, (_, i) => i);
    expect([...fromFortranOrder('int32', data, shape)]).toEqual(indices(shape).map((index) => fortranPlace(index, shape)));
  });
});
