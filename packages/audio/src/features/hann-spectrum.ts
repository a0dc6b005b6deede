/**
 * The spectrum of a Hann window centred on a sample, divided by its sum, by cycles per sample. The window need not have a whole length:
 * `w_n = 1/2 + 1/2·cos(2πn/length)` for whole n, `2|n| < length`, so that `Σ_n w_n·cos(2πνn) = D(ν)/2 + D(ν - 1/length)/4 + D(ν + 1/length)/4`
 * with Dirichlet's kernels D (Harris 1978). It is real, since the window is even.
 */
export function hannSpectrum(length: number): (frequency: number) => number {
  // Samples under the window: an odd number, the middle one and as many to each side.
  const count = 2 * Math.ceil(length / 2) - 1;
  const step = 1 / length;
  const unscaled = (frequency: number): number =>
    0.5 * dirichlet(frequency, count) + 0.25 * (dirichlet(frequency - step, count) + dirichlet(frequency + step, count));
  const sum = unscaled(0);
  return (frequency) => unscaled(frequency) / sum;
}

/** `Σ_n cos(2πνn)` of an odd number of whole n, 0 in their middle: `sin(πν·count)/sin(πν)`, which is right to its last digits near 0 too. */
function dirichlet(frequency: number, count: number): number {
  const angle = Math.PI * frequency;
  const sine = Math.sin(angle);
  return sine === 0 ? count : Math.sin(angle * count) / sine;
}
