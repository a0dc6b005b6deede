import { expect, it } from 'vitest';
import { hannSpectrum } from '../../src/features/hann-spectrum.ts';

/** The sum that the closed form stands for; windows are even. */
function directSum(length: number, frequency: number): number {
  let [sum, total] = [0, 0];
  for (let n = Math.ceil(length / 2) - 1; n >= 0; n--) {
    const weight = (n === 0 ? 1 : 2) * Math.cos((Math.PI * n) / length) ** 2;
    sum += weight * Math.cos(2 * Math.PI * frequency * n);
    total += weight;
  }
  return sum / total;
}

it.each([1, 1.5, 2, 2.5, 3, 4, 16, 33, 99.9, 1000, 1024, 3783.9])('hannSpectrum of %f samples is the sum over them', (length) => {
  const spectrum = hannSpectrum(length);
  // Around the peak and its neighbours, where kernels are 0/0, and away from it.
  for (const bandwidths of [0, 1e-12, 1e-6, 0.3, 0.5, 1, 1 + 1e-12, 1.5, 2, 2.5, 3, 5.25, 8]) {
    for (const sign of [-1, 1]) {
      const frequency = sign * Math.min(bandwidths / length, 0.49);
      expect(Math.abs(spectrum(frequency) - directSum(length, frequency)), `${frequency}`).toBeLessThan(1e-13);
    }
  }
});
