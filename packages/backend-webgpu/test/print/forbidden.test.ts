import { add, constant, evaluateProgram, multiply, select, variable } from '@rubato/expression';
import type { Expression } from '@rubato/expression';
import { expect, it } from 'vitest';
import { splitForbidden } from '../../src/print/forbidden.ts';

const a = variable('a');
const b = variable('b');

const evaluate = (expression: Expression, inputs: Record<string, number>): number =>
  evaluateProgram({ bindings: [], outputs: { value: { expression } } }, inputs, {})['value'] as number;

function checkSplit(cost: Expression): void {
  const { finite, isForbidden } = splitForbidden(cost);
  expect(JSON.stringify(finite)).not.toContain('null');
  for (const inputs of [0, 1].flatMap((a) => [0, 1].map((b) => ({ a, b })))) {
    const forbids = isForbidden !== undefined && evaluate(isForbidden, inputs) !== 0;
    expect(forbids ? Infinity : evaluate(finite, inputs)).toBe(evaluate(cost, inputs));
  }
}

it('leaves a finite cost alone', () => {
  expect(splitForbidden(add(a, b))).toEqual({ finite: add(a, b) });
});

it('splits branches, and weighted sums of them', () => {
  checkSplit(select(a, Infinity, b));
  checkSplit(select(a, b, Infinity));
  checkSplit(select(a, select(b, Infinity, 3), 4));
  checkSplit(select(a, Infinity, select(b, Infinity, 3)));
  checkSplit(add(multiply(0.25, select(a, Infinity, 2)), multiply(8, select(b, 1, Infinity))));
  checkSplit(constant(Infinity));
});
