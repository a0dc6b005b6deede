/**
 * The first index of the least of `values[0…count)`, or -1 where all of them are `Infinity`.
 *
 * Every method measures the candidates from their minimum: only differences matter to the weights, and differences of
 * neighbouring numbers are exact, so that costs of any magnitude lose nothing.
 */
export function indexOfLeast(values: Float64Array, count: number): number {
  let first = -1;
  let least = Infinity;
  for (let i = 0; i < count; i++) {
    if (values[i] < least) {
      least = values[i];
      first = i;
    }
  }
  return first;
}
