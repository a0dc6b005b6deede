import {
  add,
  constant,
  divide,
  equal,
  exponential,
  indexOf,
  lessThan,
  multiply,
  negate,
  select,
  subtract,
  sum,
  variable,
} from '@rubato/expression';
import { expect, it } from 'vitest';
import { simplify, simplifyProgram } from '../../src/print/simplify.ts';

const x = variable('x', 'd');

it('calculates what does not vary, in float64', () => {
  expect(simplify(add(multiply(1e200, 1e-250), exponential(0)))).toEqual(constant(1 + 1e-50));
  expect(simplify(divide(1, 0))).toEqual(constant(Infinity));
});

it('drops what changes nothing', () => {
  expect(simplify(add(0, multiply(1, subtract(divide(x, 1), 0))))).toEqual(x);
  expect(simplify(negate(negate(x)))).toEqual(x);
  expect(simplify(multiply(-1, x))).toEqual(negate(x));
  expect(simplify(subtract(0, x))).toEqual(negate(x));
  expect(simplify(sum('d', subtract(1, 1)))).toEqual(constant(0));
});

it('takes the only branch there is', () => {
  expect(simplify(select(equal(1, 2), x, select(1, 3, x)))).toEqual(constant(3));
});

it('knows how far an index runs', () => {
  const index = indexOf('d');
  expect(simplify(lessThan(index, 4), 4)).toEqual(constant(1));
  expect(simplify(lessThan(index, 0), 4)).toEqual(constant(0));
  expect(simplify(lessThan(index, 3), 4)).toEqual(lessThan(index, 3));
  expect(simplify(lessThan(index, 4))).toEqual(lessThan(index, 4));
});

it('puts constant bindings where they are read', () => {
  const program = {
    bindings: [
      { name: 'two', expression: add(1, 1) },
      { name: 'four', expression: multiply(variable('two'), variable('two')) },
    ],
    outputs: { value: { expression: add(variable('four'), x) } },
  };
  expect(simplifyProgram(program).outputs).toEqual({ value: { expression: add(4, x) } });
});
