// @ts-expect-error -- the library brings no types.
import { fft } from 'fourier-transform';

/** Real and imaginary parts of bins 0 to N/2. */
export type HalfSpectrum = readonly [re: Float64Array, im: Float64Array];

/** `X_k = Σ_n x_n·exp(-2πikn/N)` of a real signal whose length N is a power of two, written into `spectrum`. */
export const realTransform: (input: Float64Array, spectrum: HalfSpectrum) => void = fft;

export const createHalfSpectrum = (length: number): HalfSpectrum => [new Float64Array(length / 2 + 1), new Float64Array(length / 2 + 1)];

/** What the library keeps for a length: a signal, a spectrum, an order of samples and two tables of waves. */
const BYTES_KEPT = 28;

/** The bytes of a transform with its input and its spectrum. */
export const transformBytes = (length: number): number => (BYTES_KEPT + 16) * length + 16;
