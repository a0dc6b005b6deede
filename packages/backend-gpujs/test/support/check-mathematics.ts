import { expect } from 'vitest';
import type { Device } from '../../src/device/device.ts';
import { kernelText } from '../../src/kernels/kernel-text.ts';

/** Some units of float32's last place. */
const RELATIVE = 4e-7;

/** Compares `exponential` and `logarithm`, computed by a device, with float64. */
export function checkMathematics(device: Device): void {
  const compute = (name: string, numbers: Float32Array): Float32Array => {
    const output = device.run(kernelText(`check ${name}`, ['numbers'], `return ${name}(numbers[p]);`), [numbers.length, 1, 1], [numbers]);
    const [[read]] = device.read(output);
    device.release(output);
    return Float32Array.from(read);
  };
  const exponents = Float32Array.from({ length: 1751 }, (_, k) => (k - 870) / 10);
  compute('exponential', exponents).forEach((value, k) => {
    expect(Math.abs(value / Math.exp(exponents[k]) - 1), `exponential(${exponents[k]})`).toBeLessThan(RELATIVE);
  });
  expect([...compute('exponential', Float32Array.of(-87.5, -1000, 0))]).toEqual([0, 0, 1]);
  const numbers = Float32Array.from({ length: 1200 }, (_, k) => (k < 1000 ? 0.5 + k / 400 : 1.5 ** (k - 1100)));
  compute('logarithm', numbers).forEach((value, k) => {
    expect(Math.abs(value - Math.log(numbers[k])), `logarithm(${numbers[k]})`).toBeLessThan(
      RELATIVE * Math.max(0.25, Math.abs(Math.log(numbers[k]))),
    );
  });
  expect([...compute('logarithm', Float32Array.of(1))]).toEqual([0]);
}
