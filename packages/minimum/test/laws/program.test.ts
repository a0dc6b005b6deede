import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateProgram } from '@rubato/expression';
import { minimumFunctions } from '@rubato/minimum';
import { mildCases, troubledCases } from '../support/arbitraries.ts';
import type { Case } from '../support/arbitraries.ts';
import { evaluate, sameSupport, secondOrderProduct, temperatureDerivative } from '../support/call.ts';

for (const minimum of Object.values(minimumFunctions)) {
  const { program } = minimum;
  if (program === undefined) continue;

  describe(`the program of ${minimum.name}`, () => {
    const checkValueAndWeights = ({ candidates, temperature, direction }: Case): void => {
      const count = candidates.length;
      const inputs = { x: candidates, gamma: temperature, z: direction };
      const { value, weight } = evaluateProgram(program, inputs, { i: count, j: count });
      const expected = evaluate(minimum, candidates, temperature);
      const scale = Math.abs(expected.value) + 10 * temperature;
      expect(Math.abs((value as number) - expected.value)).toBeLessThanOrEqual(1e-15 * scale);
      expect(weight).toHaveLength(count);
      expected.weights.forEach((entry, i) => {
        expect(Math.abs((weight as Float64Array)[i] - entry)).toBeLessThanOrEqual(1e-13);
      });
    };

    it('gives the value and the weights of the record', () => {
      fc.assert(fc.property(mildCases, checkValueAndWeights), { numRuns: 200 });
    });

    it('does so with ties, offsets and spreads', () => {
      fc.assert(fc.property(troubledCases, checkValueAndWeights), { numRuns: 200 });
    });

    const checkDerivatives = ({ candidates, temperature, direction }: Case): void => {
      const count = candidates.length;
      const inputs = { x: candidates, gamma: temperature, z: direction };
      const outputs = evaluateProgram(program, inputs, { i: count, j: count });
      const slope = temperatureDerivative(minimum, candidates, temperature);
      expect(Math.abs((outputs['temperatureDerivative'] as number) - slope)).toBeLessThanOrEqual(1e-14 * (1 + Math.abs(slope)));
      // On a kink rounding decides what is supported, and any answer of either side is right.
      fc.pre(sameSupport(evaluate(minimum, candidates, temperature).weights, outputs['weight'] as Float64Array));
      const product = outputs['product'] as Float64Array;
      expect(product).toHaveLength(count);
      const scale = 1 + Math.max(...direction.map(Math.abs));
      secondOrderProduct(minimum, candidates, temperature, direction).forEach((entry, i) => {
        expect(Math.abs(product[i] - entry)).toBeLessThanOrEqual((1e-14 * scale) / temperature);
      });
    };

    it('gives the derivative by the temperature and the second-order product of the record', () => {
      fc.assert(fc.property(mildCases, checkDerivatives), { numRuns: 200 });
    });

    it('gives those too with ties, offsets and spreads', () => {
      fc.assert(fc.property(troubledCases, checkDerivatives), { numRuns: 200 });
    });

    it('gives a candidate that is far above γ neither weight nor product', () => {
      const inputs = { x: [1, 1e30, 1.5], gamma: 2, z: [1, 0, -1] };
      const near = { x: [1, 1.5], gamma: 2, z: [1, -1] };
      const outputs = evaluateProgram(program, inputs, { i: 3, j: 3 });
      const without = evaluateProgram(program, near, { i: 2, j: 2 });
      for (const name of ['weight', 'product']) {
        const [first, far, second] = outputs[name] as Float64Array;
        expect(far).toBeCloseTo(0, 300);
        expect([first, second]).toEqual([...(without[name] as Float64Array)]);
      }
      expect(outputs['value']).toBe(without['value']);
      expect(outputs['temperatureDerivative']).toBe(without['temperatureDerivative']);
    });

    it('is plain data without a number that code cannot print', () => {
      expect(structuredClone(program)).toEqual(program);
      const finite = (_key: string, node: unknown): unknown => {
        if (typeof node === 'number') expect(Number.isFinite(node)).toBe(true);
        return node;
      };
      JSON.stringify(program, finite);
    });
  });
}
