// What steps into the cells of a row cost. Strides are bytes from one column's number to the next: 8, or 0 where all have the same.

/** The numbers of two columns. */
// @ts-ignore: decorator
@inline
function two(at: usize, stride: usize): v128 {
  return v128.load64_lane(at + stride, v128.load64_zero(at), 1);
}

/** W·C + P of `count` cells, where Infinity in any of the three forbids: what comes of Infinity·0 or of its negative is not looked at. */
export function weighCosts(
  costs: usize, weights: usize, weightStride: usize, penalties: usize, penaltyStride: usize, out: usize, count: i32
): void {
  const infinity = f64x2.splat(Infinity);
  for (let k = 0; k < count; k += 2) {
    const single = k + 1 == count;
    const cost = single ? v128.load64_zero(costs) : v128.load(costs);
    const weight = single ? v128.load64_zero(weights) : two(weights, weightStride);
    const penalty = single ? v128.load64_zero(penalties) : two(penalties, penaltyStride);
    // The largest is Infinity where any is: none of them is NaN or -Infinity.
    const largest = f64x2.pmax(f64x2.pmax(cost, weight), penalty);
    const total = f64x2.add(f64x2.mul(weight, cost), penalty);
    const result = v128.bitselect(infinity, total, f64x2.eq(largest, infinity));
    if (single) v128.store64_lane(out, result, 0);
    else v128.store(out, result);
    costs += 16;
    out += 16;
    weights += 2 * weightStride;
    penalties += 2 * penaltyStride;
  }
}

/** K of a step that costs just what its cell costs or is forbidden: the cell's where weight and penalty are finite, else 0. */
export function maskFactors(
  factors: usize, weights: usize, weightStride: usize, penalties: usize, penaltyStride: usize, out: usize, count: i32
): void {
  for (let k = 0; k < count; k++) {
    const open = load<f64>(weights) != Infinity && load<f64>(penalties) != Infinity;
    store<f64>(out, open ? load<f64>(factors) : 0);
    factors += 8;
    out += 8;
    weights += weightStride;
    penalties += penaltyStride;
  }
}
