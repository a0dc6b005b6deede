import { probabilityUnit } from '../extended.ts';

/** What one step carries into a stretch of a row: scale·P(predecessor)·R, where R = K·Q belongs to the cell itself. */
export function carriedBy(
  P: Float64Array,
  X: Int32Array,
  predecessor: number,
  R: Float64Array,
  RX: Int32Array,
  here: number,
  count: number,
  scale: number,
  out: Float64Array,
): void {
  for (let k = 0; k < count; k++) {
    out[k] = P[predecessor + k] * R[here + k] * probabilityUnit(X[predecessor + k] + RX[here + k]) * scale;
  }
}
