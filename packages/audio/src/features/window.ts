/** The periodic Hann window `w_n = 1/2 - 1/2·cos(2πn/N)`, which adds up to N/2 (Harris 1978). */
export function hannWindow(length: number): Float64Array {
  return Float64Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length));
}
