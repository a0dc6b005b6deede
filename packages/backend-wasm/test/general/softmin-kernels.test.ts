import { softmin } from '@rubato/minimum';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowSetting } from './support/test-row.ts';
import { instance, PAD, TestRow } from './support/test-row.ts';

const COUNT = 9;

/** The kernels for one row, and the steps that they serve; `shared` where all steps cost the same. */
interface Kernels {
  readonly name: string;
  readonly steps: RowSetting['steps'];
  readonly extended: boolean;
  readonly shared?: boolean;
  forward(record: number, steps: number, first: number, count: number, gamma: number): void;
  backward(record: number, steps: number, first: number, count: number, gamma: number): void;
}

const { exports } = instance;
const neighbours = [[1, 0], [0, 1], [1, 1]] as const; // prettier-ignore
const anySteps = [[0, 1], [1, 2], [1, 0], [0, 2], [1, 1]] as const; // prettier-ignore

const all: readonly Kernels[] = [
  {
    name: 'extended numbers, any steps',
    steps: anySteps,
    extended: true,
    forward: (record, steps, first, count) => exports.forwardExtended(record, steps, first, count),
    backward: (record, steps, first, count) => exports.backwardExtended(record, steps, first, count, 0),
  },
  {
    name: 'logarithms, any steps',
    steps: anySteps,
    extended: false,
    forward: (record, steps, first, count, gamma) => exports.forwardLogarithm(record, steps, first, count, gamma),
    backward: (record, steps, first, count, gamma) => exports.backwardLogarithm(record, steps, first, count, 0, gamma),
  },
  ...[false, true].map((shared): Kernels => ({
    name: `neighbours${shared ? ' that share their costs' : ''}`,
    steps: neighbours,
    extended: true,
    shared,
    forward: (record, _steps, first, count) => exports.forwardNeighbours(record, first, count, shared ? 1 : 0),
    backward: (record, _steps, first, count) => exports.backwardNeighbours(record, first, count, shared ? 1 : 0),
  })),
  ...[2, 3].map((count): Kernels => ({
    name: `${count} steps from above`,
    steps: [[1, 0], [1, 2], [1, 1]].slice(0, count) as unknown as RowSetting['steps'], // prettier-ignore
    extended: true,
    forward: exports.forwardAdvancing,
    backward: exports.backwardAdvancing,
  })),
];

/** Costs over γ from close together to thousands of powers of ten apart. */
const cost = fc.oneof(
  { weight: 5, arbitrary: fc.double({ min: -20, max: 20, noNaN: true }) },
  { weight: 2, arbitrary: fc.double({ min: -1e5, max: 1e5, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(Infinity) },
);
const numbers = (length: number): fc.Arbitrary<Float64Array> =>
  fc.array(cost, { minLength: length, maxLength: length }).map((list) => Float64Array.from(list));
const seeds = fc.array(fc.oneof(fc.constant(0), fc.double({ min: -5, max: 5, noNaN: true })), { minLength: COUNT, maxLength: COUNT });
/** Where the row is cut into two calls. */
const cut = fc.integer({ min: 1, max: COUNT - 1 });

describe.each(all.map((kernels) => [kernels.name, kernels] as const))('%s', (_name, kernels) => {
  const setting = fc.record({
    gamma: fc.constantFrom(0.1, 1, 30),
    above: numbers(PAD + COUNT),
    before: numbers(PAD),
    costs: fc.array(numbers(COUNT), { minLength: kernels.steps.length, maxLength: kernels.steps.length }),
  });
  const layOut = (input: Pick<RowSetting, 'gamma' | 'above' | 'before' | 'costs'>, weights?: readonly number[]): TestRow => {
    const costs = kernels.shared === true ? input.costs.map(() => input.costs[0]) : input.costs;
    return new TestRow(instance, {
      ...input,
      costs,
      steps: kernels.steps,
      extended: kernels.extended,
      ...(weights === undefined ? {} : { weights }),
    });
  };
  const steps = kernels.steps.length;

  function forward(row: TestRow, gamma: number, at: number): void {
    kernels.forward(row.record.address, steps, 0, at, gamma);
    kernels.forward(row.record.address, steps, at, COUNT - at, gamma);
  }

  it('forward is the record of softmin, cell after cell, in one call or two', () => {
    fc.assert(
      fc.property(setting, cut, (input, at) => {
        const row = layOut(input);
        forward(row, input.gamma, at);
        const weights = new Float64Array(steps);
        for (let k = 0; k < COUNT; k++) {
          const expected = softmin.evaluate(row.candidates(k), steps, input.gamma, weights);
          const found = row.distance(row.own + k);
          if (expected === Infinity) expect(found).toBe(Infinity);
          else expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-14 * (Math.abs(expected) + 3e5 + input.gamma));
          const mantissa = row.mantissa(k);
          if (kernels.extended) expect(mantissa === 0 || (mantissa >= 2 ** -257 && mantissa <= 2 ** 257)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('backward hands on E times the weights of the record, keeps what each step carried, and weighs it', () => {
    const stepWeights = kernels.steps.map((_, s) => s + 0.5);
    fc.assert(
      fc.property(setting, seeds, cut, (input, seed, at) => {
        const row = layOut(input, stepWeights);
        forward(row, input.gamma, at);
        const expected = new Float64Array(row.alignment.length);
        seed.forEach((e, k) => {
          if (row.distance(row.own + k) !== Infinity) row.alignment[row.own + k] = expected[row.own + k] = e;
        });
        kernels.backward(row.record.address, steps, at, COUNT - at, input.gamma);
        kernels.backward(row.record.address, steps, 0, at, input.gamma);
        const weights = new Float64Array(steps);
        for (let k = COUNT - 1; k >= 0; k--) {
          softmin.evaluate(row.candidates(k), steps, input.gamma, weights);
          const own = expected[row.own + k];
          let gradient = 0;
          row.predecessors.forEach((position, s) => {
            const carried = own * weights[s];
            expected[position + k] += carried;
            gradient += stepWeights[s] * carried;
            // D/γ of 1e6 has ten digits behind the point.
            expect(Math.abs(row.marginals[s][k] - carried), `step ${s}, cell ${k}`).toBeLessThanOrEqual(1e-8 * (1 + Math.abs(own)));
          });
          expect(Math.abs(row.gradient[k] - gradient)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(own)));
        }
        expected.forEach((value, i) => expect(Math.abs(row.alignment[i] - value), `E at ${i}`).toBeLessThanOrEqual(1e-7));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('∂value/∂γ', () => {
  it.each([
    ['extended numbers', true],
    ['logarithms', false],
  ] as const)('of a row by %s is Σ E·Σ p·ln p of its cells', (_, extended) => {
    const near = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: COUNT + PAD, maxLength: COUNT + PAD });
    fc.assert(
      fc.property(near, near, near, fc.constantFrom(0.1, 1, 30), (above, first, second, gamma) => {
        const costs = [first, second].map((list) => Float64Array.from(list.slice(PAD)));
        const steps = [[1, 0], [1, 1]] as const; // prettier-ignore
        const row = new TestRow(instance, { gamma, extended, above, before: [Infinity, Infinity], steps, costs });
        if (extended) exports.forwardExtended(row.record.address, 2, 0, COUNT);
        else exports.forwardLogarithm(row.record.address, 2, 0, COUNT, gamma);
        row.alignment.fill(0.5, row.own);
        row.record.temperature = 0;
        if (extended) exports.backwardExtended(row.record.address, 2, 0, COUNT, 1);
        else exports.backwardLogarithm(row.record.address, 2, 0, COUNT, 1, gamma);
        let expected = 0;
        const weights = new Float64Array(2);
        for (let k = 0; k < COUNT; k++) {
          softmin.evaluate(row.candidates(k), 2, gamma, weights);
          expected += 0.5 * softmin.temperatureDerivative(row.candidates(k), 2, gamma, weights);
        }
        expect(row.record.temperature).toBeCloseTo(expected, 10);
      }),
    );
  });
});
