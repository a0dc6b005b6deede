import { evaluateProgram } from '@rubato/expression';
import type { MinimumFunction } from '@rubato/minimum';
import fc from 'fast-check';
import { differences } from '../oracles/differences.ts';
import { candidates } from './candidates.ts';

/** Budget and seed of a law. */
export interface LawParameters {
  readonly numRuns: number;
  readonly seed: number;
}

/** A law of a minimum function: runs a property, and answers with what went wrong, or undefined. */
export interface MinimumLaw {
  readonly name: string;
  check(parameters: LawParameters): string | undefined;
}

function law<T>(name: string, property: fc.IProperty<T>): MinimumLaw {
  return {
    name,
    check(parameters) {
      const details = fc.check(property, { ...parameters, maxSkipsPerRun: 200 });
      if (!details.failed) return undefined;
      const { errorInstance } = details;
      const what = errorInstance instanceof Error ? errorInstance.message : 'too many lists of candidates were left out';
      return `${what}\n${fc.defaultReportMessage(details)}`;
    },
  };
}

function near(actual: number, expected: number, allowed: number, what: string): void {
  if (actual === expected || Math.abs(actual - expected) <= allowed) return;
  throw new Error(`${what} is ${actual}, expected ${expected} (tolerance ${allowed})`);
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/** A direction without a regularity of its own. */
function directionOf(x: Float64Array): Float64Array {
  return x.map((_, i) => Math.sin(1 + 2.3 * i));
}

/** Values, weights and derivative at x + t·direction. */
function evaluate(
  minimum: MinimumFunction,
  x: Float64Array,
  temperature: number,
): { readonly value: number; readonly weights: Float64Array } {
  const weights = new Float64Array(x.length).fill(NaN);
  return { value: minimum.evaluate(x, x.length, temperature, weights), weights };
}

/** The second-order product at x, along a direction. */
function productAlong(minimum: MinimumFunction, x: Float64Array, temperature: number, direction: Float64Array): Float64Array {
  const product = new Float64Array(x.length).fill(NaN);
  minimum.secondOrderProduct(x, x.length, temperature, evaluate(minimum, x, temperature).weights, direction, product);
  return product;
}

const moved = (x: Float64Array, direction: Float64Array, t: number): Float64Array =>
  x.map((value, i) => (value === Infinity ? value : value + t * direction[i]));

/**
 * Differences about 0 of a function of t, whether it is smooth there, and what that cannot tell: a kink so slight that it passes for
 * smooth moves the difference by no more than the jump of the one-sided ones.
 */
function derivativeOf(
  of: (t: number) => number,
  h: number,
  allowed: number,
  jumps: boolean,
): { readonly derivative: number; readonly smooth: boolean; readonly doubt: number } {
  const { derivative, discrepancy, jump } = differences([of(-h), of(-h / 2), of(0), of(h / 2), of(h)], h);
  return { derivative, smooth: discrepancy <= allowed && (!jumps || jump <= 1e3 * allowed), doubt: allowed + jump };
}

/** All laws of one minimum function. */
export function minimumLaws(minimum: MinimumFunction): readonly MinimumLaw[] {
  const list: MinimumLaw[] = [
    law(
      'the weights are the gradient: directional differences, except on kinks',
      fc.property(candidates(), ({ x, temperature }) => {
        const { value, weights } = evaluate(minimum, x, temperature);
        fc.pre(value !== Infinity);
        const direction = directionOf(x);
        const h = 1e-4 * temperature;
        const allowed = 1e-7 * (1 + largest(weights)) + (64 * 2 ** -53 * (largest(x) + temperature)) / h;
        const by = derivativeOf((t) => evaluate(minimum, moved(x, direction, t), temperature).value, h, allowed, true);
        fc.pre(by.smooth);
        near(
          weights.reduce((sum, weight, i) => sum + (weight === 0 ? 0 : weight * direction[i]), 0),
          by.derivative,
          by.doubt,
          'the derivative along a direction',
        );
      }),
    ),
    law(
      'the second-order product is the difference of weights, except on kinks',
      fc.property(candidates(), ({ x, temperature }) => {
        const { value, weights } = evaluate(minimum, x, temperature);
        fc.pre(value !== Infinity);
        const direction = directionOf(x);
        const h = 1e-4 * temperature;
        const allowed = (1e-6 * (1 + largest(weights)) + 64 * 2 ** -53 * (1 + largest(x) / temperature) * 1e4) / temperature;
        const product = productAlong(minimum, x, temperature, direction);
        // Several kinks nearer than h can cancel in differences; the product itself jumps at each.
        for (const t of [-h, h]) {
          const there = productAlong(minimum, moved(x, direction, t), temperature, direction);
          fc.pre(there.every((entry, i) => Math.abs(entry - product[i]) <= 1e3 * allowed));
        }
        product.forEach((entry, i) => {
          const by = derivativeOf((t) => evaluate(minimum, moved(x, direction, t), temperature).weights[i], h, allowed, true);
          fc.pre(by.smooth);
          near(entry, by.derivative, by.doubt, `entry ${i} of the second-order product`);
        });
      }),
    ),
    law(
      'the temperature derivative is that of the value, except on kinks',
      fc.property(candidates(), ({ x, temperature }) => {
        const { value, weights } = evaluate(minimum, x, temperature);
        const derivative = minimum.temperatureDerivative(x, x.length, temperature, weights);
        if (value === Infinity || !minimum.usesTemperature) return near(derivative, 0, 0, 'the temperature derivative');
        const h = 2e-4 * temperature;
        const allowed = 1e-6 * (1 + Math.abs(derivative)) + (64 * 2 ** -53 * (largest(x) + temperature)) / h;
        const by = derivativeOf((t) => evaluate(minimum, x, temperature + t).value, h, allowed, true);
        fc.pre(by.smooth);
        near(derivative, by.derivative, by.doubt, 'the temperature derivative');
      }),
    ),
    law(
      `the weights sum to 1${minimum.weightsOnSimplex ? ', none negative' : ''}; forbidden ones weigh 0, and all forbidden is Infinity`,
      fc.property(candidates(), ({ x, temperature }) => {
        const { value, weights } = evaluate(minimum, x, temperature);
        const open = x.filter((candidate) => candidate !== Infinity);
        weights.forEach((weight, i) => {
          if (!Number.isFinite(weight) || (minimum.weightsOnSimplex && weight < 0)) throw new Error(`weight ${i} is ${weight}`);
          if (x[i] === Infinity) near(weight, 0, 0, `the weight of the forbidden candidate ${i}`);
        });
        if (open.length === 0) return near(value, Infinity, 0, 'the minimum of forbidden candidates');
        near(
          weights.reduce((sum, weight) => sum + weight, 0),
          1,
          1e-12 * (1 + largest(weights)),
          'the sum of the weights',
        );
        const product = new Float64Array(x.length).fill(NaN);
        minimum.secondOrderProduct(x, x.length, temperature, weights, directionOf(x), product);
        product.forEach((entry, i) => {
          if (!Number.isFinite(entry)) throw new Error(`entry ${i} of the second-order product is ${entry}`);
          if (x[i] === Infinity) near(entry, 0, 0, `the second-order product at the forbidden candidate ${i}`);
        });
        near(
          value,
          evaluate(minimum, open, temperature).value,
          16 * 2 ** -53 * (largest(x) + temperature),
          'the value without the forbidden candidates',
        );
      }),
    ),
    law(
      'shifting all candidates shifts the value, and reordering them reorders the weights',
      fc.property(candidates({ least: 2 }), fc.double({ min: -50, max: 50, noNaN: true }), ({ x, temperature }, by) => {
        const { value, weights } = evaluate(minimum, x, temperature);
        fc.pre(value !== Infinity);
        const shift = by * temperature;
        const slack = 32 * 2 ** -53 * (largest(x) + Math.abs(shift) + temperature);
        near(
          evaluate(
            minimum,
            moved(
              x,
              x.map(() => 1),
              shift,
            ),
            temperature,
          ).value,
          value + shift,
          slack,
          'the value of shifted candidates',
        );
        const reversed = evaluate(minimum, x.slice().reverse(), temperature);
        near(reversed.value, value, slack, 'the value of reversed candidates');
        // Of equal candidates a hard minimum chooses by order.
        const distinct = new Set(x).size === x.length;
        if (distinct && minimum.usesTemperature)
          weights.forEach((weight, i) =>
            near(
              reversed.weights[x.length - 1 - i],
              weight,
              1e-9 * (1 + largest(weights)) + slack / temperature,
              `weight ${i} of reversed candidates`,
            ),
          );
      }),
    ),
    law(
      'inputs stay as they are, and only `count` entries are read or written',
      fc.property(candidates({ least: 2 }), ({ x, temperature }) => {
        const count = x.length - 1;
        const before = x.slice();
        const weights = new Float64Array(x.length).fill(-7);
        const product = new Float64Array(x.length).fill(-7);
        const direction = directionOf(x);
        const value = minimum.evaluate(x, count, temperature, weights);
        minimum.secondOrderProduct(x, count, temperature, weights, direction, product);
        near(value, evaluate(minimum, x.slice(0, count), temperature).value, 0, 'the value of the first candidates');
        near(weights[count], -7, 0, 'the weight past the end');
        near(product[count], -7, 0, 'the product past the end');
        x.forEach((candidate, i) => near(candidate, before[i], 0, `candidate ${i}`));
      }),
    ),
  ];
  return [...list, ...conditionalLaws(minimum)];
}

/** Laws of what a record claims to have: associativity, a regulariser, a printable form. */
function conditionalLaws(minimum: MinimumFunction): readonly MinimumLaw[] {
  const list: MinimumLaw[] = [];
  const { regulariser, program } = minimum;
  if (minimum.associative) {
    list.push(
      law(
        'associative: the minimum of partial minima is that of all',
        fc.property(candidates({ least: 2 }), ({ x, temperature }) => {
          const head = evaluate(minimum, x.slice(0, 2), temperature).value;
          const nested = evaluate(minimum, Float64Array.of(head, ...x.slice(2)), temperature).value;
          near(nested, evaluate(minimum, x, temperature).value, 64 * 2 ** -53 * (largest(x) + temperature), 'the nested minimum');
        }),
      ),
    );
  }
  if (regulariser !== undefined) {
    list.push(
      law(
        'the value is min over q of ⟨q, x⟩ + γ·Ω(q): reached by the weights, and by nothing lower',
        fc.property(candidates({ forbidden: false }), fc.nat(2 ** 20), ({ x, temperature }, seed) => {
          const { value, weights } = evaluate(minimum, x, temperature);
          const gamma = minimum.usesTemperature ? temperature : 0;
          const objective = (q: Float64Array): number => q.reduce((sum, share, i) => sum + share * x[i], 0) + gamma * regulariser(q);
          const slack = 64 * 2 ** -53 * (largest(x) + temperature);
          near(objective(weights), value, slack, 'the objective at the weights');
          const other = x.map((_, i) => Math.abs(Math.sin(seed + 1.7 * i)) + 1e-3);
          const total = other.reduce((sum, share) => sum + share, 0);
          const competitor = objective(other.map((share) => share / total));
          if (competitor < value - slack) throw new Error(`a distribution has the objective ${competitor}, below the value ${value}`);
        }),
      ),
    );
  }
  if (program !== undefined) {
    list.push(
      law(
        'the printable form gives the value and the weights of the code',
        fc.property(candidates({ forbidden: false }), ({ x, temperature }) => {
          const { value, weights } = evaluate(minimum, x, temperature);
          const outputs = evaluateProgram(program, { x, gamma: temperature, z: x.map(() => 0) }, { i: x.length, j: x.length });
          const slack = 64 * 2 ** -53 * (largest(x) + temperature);
          near(outputs['value'] as number, value, slack, 'the printed value');
          const printed = outputs['weight'] as Float64Array;
          weights.forEach((weight, i) =>
            near(printed[i], weight, 64 * 2 ** -53 * (1 + largest(weights)) * (1 + largest(x) / temperature), `the printed weight ${i}`),
          );
        }),
      ),
    );
  }
  return list;
}
