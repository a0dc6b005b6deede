// What steps into the cells of a row cost. Strides are bytes from one column's number to the next: 8, or 0 where all have the same.

/** W·C + P of `count` cells, where Infinity in any of the three forbids: Infinity·0 is never computed. */
export function weighCosts(
  costs: usize, weights: usize, weightStride: usize, penalties: usize, penaltyStride: usize, out: usize, count: i32
): void {
  for (let k = 0; k < count; k++) {
    const cost = load<f64>(costs);
    const weight = load<f64>(weights);
    const penalty = load<f64>(penalties);
    const open = cost != Infinity && weight != Infinity && penalty != Infinity;
    store<f64>(out, open ? weight * cost + penalty : Infinity);
    costs += 8;
    out += 8;
    weights += weightStride;
    penalties += penaltyStride;
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
