import { type ArrayData, type DType, dataConstructors } from './numeric-array.ts';

/** An array in C order (last index fastest), given in Fortran order (first index fastest). May return its argument. */
export function fromFortranOrder<D extends DType>(dtype: D, data: ArrayData[D], shape: readonly number[]): ArrayData[D] {
  // With at most one side longer than 1 both orders are the same.
  if (data.length === 0 || shape.filter((side) => side > 1).length < 2) return data;
  const rank = shape.length;
  const strides = new Float64Array(rank);
  for (let axis = 0, stride = 1; axis < rank; axis++) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  const index = new Float64Array(rank);
  const last = rank - 1;
  const result = new dataConstructors[dtype](data.length);
  for (let target = 0, source = 0; target < result.length;) {
    for (let i = 0; i < shape[last]; i++) result[target++] = data[source + i * strides[last]];
    // Count the other indices up, from the last but one.
    for (let axis = last - 1; axis >= 0; axis--) {
      source += strides[axis];
      if (++index[axis] < shape[axis]) break;
      source -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return result;
}
