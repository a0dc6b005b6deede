import { expect } from 'vitest';
import type { StripSize } from '../../../src/strips/size.ts';
import type { Bench } from '../../device/support/on-device.ts';
import { solveInLogarithms } from './oracle.ts';
import { runStrips, UNTOUCHED } from './run-strips.ts';
import type { StripProblem } from './strip-problem.ts';

/** Largest error of a gradient, at γ = 1. */
const LARGEST_ERROR = 1e-5;
const LARGEST_VALUE_ERROR = 3e-6;

/** Solves on the device and compares with the oracle; answers the largest error of a gradient. */
export async function checkStrips(bench: Bench, problem: StripProblem, size: Partial<StripSize> = {}): Promise<number> {
  const found = await runStrips(bench, problem, size);
  const exact = solveInLogarithms(problem);
  const { shape, items, structure, temperature } = problem;
  const tolerance = LARGEST_ERROR * Math.max(1, 0.1 / temperature);
  found.status.forEach((status, b) => {
    expect(status, `status of item ${b}`).toBe(exact.value[b] === Infinity ? 1 : 0);
    if (status === 1) return;
    const error = Math.abs(found.value[b] - exact.value[b]) / Math.max(1, Math.abs(exact.value[b]));
    expect(error, `value of item ${b}: ${found.value[b]}, in fact ${exact.value[b]}`).toBeLessThan(LARGEST_VALUE_ERROR);
  });
  let worst = 0;
  const outputs = [...(structure.gradient ? ['gradient' as const] : []), ...(structure.alignment ? ['alignment' as const] : [])];
  for (const name of outputs) {
    for (let k = 0; k < found[name].length; k++) {
      const b = Math.floor(k / (shape[0] * shape[1]));
      const n = Math.floor(k / shape[1]) % shape[0];
      const m = k % shape[1];
      // Cells that are not there are not written.
      const outside = n >= items[b][0] || m >= items[b][1] || (structure.banded && isOutsideBand(problem, b, n, m));
      const error = Math.abs(found[name][k] - (outside ? UNTOUCHED : exact[name][k]));
      // Not `error > worst`: what is no number must not pass.
      if (!(error <= worst)) worst = error;
    }
  }
  expect(worst, 'largest error of a gradient').toBeLessThan(tolerance);
  return worst;
}

function isOutsideBand({ band }: StripProblem, b: number, n: number, m: number): boolean {
  const [first, last] = band!(b, n);
  return m < first || m > last;
}
