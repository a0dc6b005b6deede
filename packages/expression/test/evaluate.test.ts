import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  absolute,
  add,
  constant,
  divide,
  equal,
  evaluateProgram,
  exponential,
  indexOf,
  least,
  lessThan,
  logarithm,
  maximum,
  minimum,
  multiply,
  negate,
  select,
  squareRoot,
  subtract,
  sum,
  variable,
} from '@rubato/expression';
import type { Expression, Program, ProgramInputs, ProgramOutputs } from '@rubato/expression';

/** The one output of a program without bindings. */
function evaluate(
  expression: Expression,
  inputs: ProgramInputs = {},
  extents: Readonly<Record<string, number>> = {},
): ProgramOutputs[string] {
  return evaluateProgram({ bindings: [], outputs: { result: { expression } } }, inputs, extents)['result'];
}

const numbers = fc.double({ noDefaultInfinity: false });
const a = variable('a');
const b = variable('b');

describe('evaluateProgram', () => {
  it('computes each operation as JavaScript does, NaN and infinities included', () => {
    const binary: [(left: Expression, right: Expression) => Expression, (x: number, y: number) => number][] = [
      [add, (x, y) => x + y],
      [subtract, (x, y) => x - y],
      [multiply, (x, y) => x * y],
      [divide, (x, y) => x / y],
      [minimum, Math.min],
      [maximum, Math.max],
      [lessThan, (x, y) => Number(x < y)],
      [equal, (x, y) => Number(x === y)],
      [(x, y) => select(x, y, 7), (x, y) => (x === 0 ? 7 : y)],
    ];
    const unary: [(of: Expression) => Expression, (x: number) => number][] = [
      [negate, (x) => -x],
      [exponential, Math.exp],
      [logarithm, Math.log],
      [squareRoot, Math.sqrt],
      [absolute, Math.abs],
    ];
    fc.assert(
      fc.property(numbers, fc.oneof(numbers, fc.constant(0)), fc.boolean(), (x, y, same) => {
        const inputs = { a: x, b: same ? x : y };
        for (const [build, compute] of binary) expect(evaluate(build(a, b), inputs)).toBe(compute(x, inputs.b));
        for (const [build, compute] of unary) expect(evaluate(build(a), inputs)).toBe(compute(x));
      }),
    );
  });

  it('takes numbers for constants in every builder', () => {
    expect(add(1, 2)).toEqual(add(constant(1), constant(2)));
    expect(evaluate(select(lessThan(1, 2), negate(3), 4))).toBe(-3);
  });

  it('reduces over the whole of an index; over none, a sum is 0 and the least Infinity', () => {
    const inputs = { x: [3, 1, 2] };
    expect(evaluate(sum('i', variable('x', 'i')), inputs, { i: 3 })).toBe(6);
    expect(evaluate(least('i', variable('x', 'i')), inputs, { i: 3 })).toBe(1);
    expect(evaluate(sum('i', multiply(indexOf('i'), variable('x', 'i'))), inputs, { i: 3 })).toBe(5);
    expect(evaluate(sum('i', variable('x', 'i')), inputs, { i: 0 })).toBe(0);
    expect(evaluate(least('i', variable('x', 'i')), inputs, { i: 0 })).toBe(Infinity);
  });

  it('nests reductions, and comes back to the outer index where the inner one has the same name', () => {
    const inputs = { x: [1, 2, 3], y: [10, 20] };
    const pairs = sum('i', sum('j', multiply(variable('x', 'i'), variable('y', 'j'))));
    expect(evaluate(pairs, inputs, { i: 3, j: 2 })).toBe(180);
    const shadowed = sum('i', multiply(sum('i', variable('x', 'i')), variable('x', 'i')));
    expect(evaluate(shadowed, inputs, { i: 3 })).toBe(36);
  });

  it('binds scalars and arrays in order, and gives outputs along their index', () => {
    const program: Program = {
      bindings: [
        { name: 'total', expression: sum('i', variable('x', 'i')) },
        { name: 'share', index: 'i', expression: divide(variable('x', 'i'), variable('total')) },
        { name: 'largest', expression: negate(least('j', negate(variable('share', 'j')))) },
      ],
      outputs: {
        largest: { expression: variable('largest') },
        share: { index: 'i', expression: variable('share', 'i') },
        rank: { index: 'i', expression: sum('j', lessThan(variable('x', 'j'), variable('x', 'i'))) },
      },
    };
    expect(evaluateProgram(program, { x: Float32Array.of(1, 5, 2) }, { i: 3, j: 3 })).toEqual({
      largest: 0.625,
      share: Float64Array.of(0.125, 0.625, 0.25),
      rank: Float64Array.of(0, 2, 1),
    });
  });

  it('says what a wrong program lacks', () => {
    const x = { x: [1, 2] };
    expect(() => evaluate(variable('q'))).toThrow("variable 'q' is neither an input nor a binding");
    expect(() => evaluate(sum('i', 1))).toThrow("index 'i' has no extent");
    expect(() => evaluate(variable('x'), x)).toThrow("variable 'x' is an array: it needs an index");
    expect(() => evaluate(variable('x', 'i'), x, { i: 2 })).toThrow("index 'i' is used where nothing runs over it");
    expect(() => evaluate(indexOf('i'), x, { i: 2 })).toThrow("index 'i' is used where nothing runs over it");
    expect(() => evaluate(sum('i', variable('x', 'i')), x, { i: 3 })).toThrow("variable 'x' has 2 values, and index 'i' asks for number 2");
    const early: Program = {
      bindings: [
        { name: 'first', expression: variable('second') },
        { name: 'second', expression: constant(1) },
      ],
      outputs: {},
    };
    expect(() => evaluateProgram(early, {}, {})).toThrow(RangeError);
  });
});
