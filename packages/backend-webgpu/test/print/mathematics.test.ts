import { describe, expect, it } from 'vitest';
import { FAR, FORBIDDEN, mathematics } from '../../src/print/mathematics.ts';
import { bindings, device, noDevice, runKernel } from './support/run-kernel.ts';

async function apply(expression: string, values: Float32Array): Promise<Float32Array> {
  const code = `${mathematics}${bindings(['given'], ['result'])}
    @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
      if (id.x < arrayLength(&given)) { let x = given[id.x]; result[id.x] = ${expression}; }
    }`;
  const [result] = await runKernel({ code, inputs: [values], outputs: [values.length], workgroups: Math.ceil(values.length / 64) });
  return result;
}

const spread = (least: number, most: number, count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, k) => least + ((most - least) * k) / (count - 1));

/** The greatest |result - f(x)|, relative to f(x). */
function worst(values: Float32Array, result: Float32Array, f: (x: number) => number): number {
  let error = 0;
  values.forEach((x, k) => {
    const wanted = f(x);
    if (result[k] !== wanted) error = Math.max(error, Math.abs(result[k] - wanted) / Math.abs(wanted));
  });
  return error;
}

describe.skipIf(device === undefined)(`mathematics in WGSL (skipped where ${noDevice})`, () => {
  it('has an exponential with a relative error of 1.2e-7', async () => {
    for (const [least, most] of [
      [-87, 88],
      [-1, 1],
      [-1e-3, 1e-3],
    ]) {
      const values = spread(least, most, 1_000_000);
      expect(worst(values, await apply('exponential(x)', values), Math.exp)).toBeLessThan(1.2e-7);
    }
  });

  it('has an exponential without Infinity: 0 below -87, the largest finite number above 88', async () => {
    const values = Float32Array.of(-87.01, -1000, -3e38, 88.01, 1000, 3e38, 0);
    expect([...(await apply('exponential(x)', values))]).toEqual([0, 0, 0, ...Array.from({ length: 3 }, () => 2 ** 128 - 2 ** 104), 1]);
  });

  it('has a logarithm with a relative error of 1.2e-7 on all magnitudes, and next to 1', async () => {
    const magnitudes = spread(-125, 127, 1_000_000).map((exponent) => 2 ** exponent);
    const nextToOne = Float32Array.from({ length: 4000 }, (_, k) => 1 + (k - 2000) * 2 ** -24);
    for (const values of [magnitudes, spread(0.25, 4, 1_000_000), spread(0.99, 1.01, 100_000), nextToOne]) {
      expect(worst(values, await apply('logarithm(x)', values), Math.log)).toBeLessThan(1.2e-7);
    }
  });

  it('takes a denormal number for the least normal one in the logarithm', async () => {
    const [result] = await apply('logarithm(x)', Float32Array.of(1e-40));
    expect(result).toBeCloseTo(-126 * Math.LN2, 4);
  });

  it('makes finite what is not, and leaves the rest', async () => {
    const values = Float32Array.of(-Infinity, Infinity, 0, -1.5, 3.3e38);
    expect([...(await apply('finite(x)', values))]).toEqual([-3e38, 3e38, 0, -1.5, 3.3e38].map(Math.fround));
  });

  it('has the sentinels', async () => {
    expect([...(await apply('select(FORBIDDEN, FAR, x == 0.0)', Float32Array.of(0, 1)))]).toEqual([FAR, FORBIDDEN].map(Math.fround));
  });
});
