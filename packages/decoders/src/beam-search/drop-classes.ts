/** Makes classes below a threshold impossible, but for the most probable one. */
export function dropClasses(row: Float64Array, threshold: number): void {
  if (threshold === -Infinity) return;
  let most = -Infinity;
  for (let k = 0; k < row.length; k++) most = Math.max(most, row[k]);
  for (let k = 0; k < row.length; k++) {
    if (row[k] < threshold && row[k] < most) row[k] = -Infinity;
  }
}
