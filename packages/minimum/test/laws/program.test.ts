import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateProgram } from '@rubato/expression';
import { minimumFunctions } from '@rubato/minimum';
import { mildCases, troubledCases } from '../support/arbitraries.ts';
import type { Case } from '../support/arbitraries.ts';
import { evaluate } from '../support/call.ts';

for (const minimum of Object.values(minimumFunctions)) {
  const { program } = minimum;
  if (program === undefined) continue;

  describe(`the program of ${minimum.name}`, () => {
    const check = ({ candidates, temperature }: Case): void => {
      const count = candidates.length;
      const inputs = { x: candidates, gamma: temperature };
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
      fc.assert(fc.property(mildCases, check), { numRuns: 200 });
    });

    it('does so with ties, offsets and spreads', () => {
      fc.assert(fc.property(troubledCases, check), { numRuns: 200 });
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
