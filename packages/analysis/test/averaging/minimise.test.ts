import { expect, it } from 'vitest';
import type { Evaluation } from '../../src/averaging/minimise.ts';
import { minimise } from '../../src/averaging/minimise.ts';

const options = { memory: 10, maxIterations: 200, firstStep: 1e-3, tolerance: 1e-9 };

/** Rosenbrock's valley in 2n dimensions. */
function rosenbrock(x: Float64Array): Promise<Evaluation> {
  const gradient = new Float64Array(x.length);
  let value = 0;
  for (let i = 0; i < x.length; i += 2) {
    const [u, v] = [x[i + 1] - x[i] * x[i], 1 - x[i]];
    value += 100 * u * u + v * v;
    gradient[i] = -400 * x[i] * u - 2 * v;
    gradient[i + 1] = 200 * u;
  }
  return Promise.resolve({ value, gradient });
}

it('finds the end of a curved valley', async () => {
  const { x, stopped, iterations } = await minimise(rosenbrock, Float64Array.of(-1.2, 1, -1.2, 1, 3, -2), options);
  expect(stopped).toBe('gradient');
  expect(iterations).toBeLessThan(100);
  x.forEach((value) => expect(value).toBeCloseTo(1, 8));
});

it('solves a badly scaled quadratic, and stops where floating point does', async () => {
  const quadratic = (x: Float64Array): Promise<Evaluation> => {
    const gradient = x.map((value, i) => 10 ** i * (value - i));
    return Promise.resolve({ value: x.reduce((sum, value, i) => sum + (10 ** i * (value - i) ** 2) / 2, 1e6), gradient });
  };
  const { x, stopped } = await minimise(quadratic, new Float64Array(6), { ...options, tolerance: 0 });
  expect(['precision', 'gradient']).toContain(stopped);
  x.forEach((value, i) => expect(Math.abs(value - i)).toBeLessThan(1e-3));
});

it('does the same in other units', async () => {
  const plain = await minimise(rosenbrock, Float64Array.of(-1.2, 1), { ...options, tolerance: 0, maxIterations: 7 });
  for (const unit of [2 ** -60, 2 ** 60]) {
    const scaled = async (x: Float64Array): Promise<Evaluation> => {
      const { value, gradient } = await rosenbrock(x.map((number) => number / unit));
      return { value: value * unit * unit, gradient: gradient.map((slope) => slope * unit) };
    };
    const { x } = await minimise(scaled, Float64Array.of(-1.2 * unit, unit), { ...options, tolerance: 0, maxIterations: 7 });
    expect(Array.from(x)).toEqual(Array.from(plain.x, (number) => number * unit));
  }
});

it('says where it found no step down', async () => {
  // The gradient points the wrong way.
  const wrong = (x: Float64Array): Promise<Evaluation> => Promise.resolve({ value: x[0], gradient: Float64Array.of(-1) });
  expect((await minimise(wrong, Float64Array.of(0), options)).stopped).toBe('precision');
});

it('steps back from where there is no value', async () => {
  const barrier = ([x]: Float64Array): Promise<Evaluation> =>
    Promise.resolve({ value: x > 0 ? x - Math.log(x) : Infinity, gradient: Float64Array.of(1 - 1 / x) });
  const { x } = await minimise(barrier, Float64Array.of(10), options);
  expect(x[0]).toBeCloseTo(1, 8);
});

it('stops at once where nothing is to be done', async () => {
  const { iterations, stopped } = await minimise(rosenbrock, Float64Array.of(1, 1), options);
  expect([iterations, stopped]).toEqual([0, 'gradient']);
  expect((await minimise(rosenbrock, Float64Array.of(0, 0), { ...options, maxIterations: 1 })).stopped).toBe('iterations');
});
