import { add, constant, divide, equal, lessThan, logarithm, multiply, negate, select, subtract, sum, variable } from '@rubato/expression';
import type { Expression } from '@rubato/expression';
import { expect, it } from 'vitest';
import { Block } from '../../src/print/block.ts';
import { Identifiers } from '../../src/print/identifiers.ts';
import { printExpression } from '../../src/print/print-expression.ts';

const a = variable('a');
const b = variable('b');
const isLess = lessThan(a, b);

function print(node: Expression): string {
  const identifiers = new Identifiers();
  const block = new Block({
    identifiers,
    extent: '3u',
    scalar: (name) => ({ text: name, binding: 3 }),
    element: (name, index) => ({ text: `${name}[${index}]`, binding: 3 }),
  });
  const { text } = printExpression(node, block);
  return [...block.lines, text].join('\n');
}

it('writes parentheses where they are needed, and only there', () => {
  expect(print(multiply(add(a, b), subtract(a, multiply(b, 2))))).toBe('(a + b) * (a - b * 2.0)');
  expect(print(subtract(a, subtract(b, add(a, b))))).toBe('a - (b - (a + b))');
  expect(print(divide(a, multiply(b, divide(a, b))))).toBe('a / (b * (a / b))');
  expect(print(subtract(a, negate(negate(b))))).toBe('a - (-(-b))');
  expect(print(multiply(-2, a))).toBe('(-2.0) * a');
});

it('writes truth values as conditions', () => {
  expect(print(select(isLess, a, b))).toBe('select(b, a, a < b)');
  expect(print(select(multiply(isLess, equal(a, 1)), a, b))).toBe('select(b, a, (a < b) && (a == 1.0))');
  expect(print(select(lessThan(0, add(isLess, equal(a, 1))), a, b))).toBe('select(b, a, (a < b) || (a == 1.0))');
  expect(print(select(subtract(1, equal(a, 1)), a, b))).toBe('select(b, a, a != 1.0)');
  expect(print(select(equal(isLess, 0), a, b))).toBe('select(b, a, a >= b)');
  expect(print(select(a, a, b))).toBe('select(b, a, a != 0.0)');
  expect(print(add(isLess, a))).toBe('f32(a < b) + a');
});

it('branches around what must not be computed in vain', () => {
  expect(print(select(equal(a, 0), 0, logarithm(a)))).toBe(
    ['var chosen = 0.0;', 'if (a != 0.0) {', '  chosen = logarithm(a);', '}', 'chosen'].join('\n'),
  );
});

it('writes reductions as loops, one in the other', () => {
  const x = (index: string): Expression => variable('x', index);
  expect(print(sum('i', multiply(x('i'), sum('j', subtract(x('i'), x('j'))))))).toBe(
    [
      'var sum = 0.0;',
      'for (var i = 0u; i < 3u; i++) {',
      '  var sum_2 = 0.0;',
      '  for (var j = 0u; j < 3u; j++) {',
      '    sum_2 += x[i] - x[j];',
      '  }',
      '  sum += x[i] * sum_2;',
      '}',
      'sum',
    ].join('\n'),
  );
  expect(print(sum('i', sum('i', x('i'))))).toContain('sum_2 += x[i_2];');
});

it('refuses an index that nothing runs over', () => {
  expect(() => print(add(constant(1), variable('x', 'i')))).toThrow("index 'i' is used where nothing runs over it");
});
