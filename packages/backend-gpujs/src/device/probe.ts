import { kernelText } from '../kernels/kernel-text.ts';
import type { Device } from './device.ts';

const product = kernelText('probe', ['numbers'], 'return numbers[p] * numbers[3];');

/** Whether a device computes at all, and rounds no more than float32 does: measured. */
export function holdsFloat32(device: Device): boolean {
  const numbers = Float32Array.of(1e-30, 1 + 2 ** -22, 1e30, 1);
  const output = device.run(product, [4, 1, 1], [numbers]);
  const [[read]] = device.read(output);
  device.release(output);
  return numbers.every((number, k) => Math.abs(read[k] / number - 1) < 2 ** -23);
}
