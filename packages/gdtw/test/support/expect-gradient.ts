import { expect } from 'vitest';
import type { WarpLoss } from '../../src/index.ts';

/** The gradient of a loss beside central differences of its value. */
export function expectGradient(times: readonly number[], of: (times: number[]) => WarpLoss, label: string): void {
  const { gradient } = of([...times]);
  const step = 1e-6;
  times.forEach((time, k) => {
    const measured = (of(times.with(k, time + step)).value - of(times.with(k, time - step)).value) / (2 * step);
    expect(Math.abs(gradient[k] - measured), `${label}, knot ${k}`).toBeLessThan(2e-6);
  });
}
