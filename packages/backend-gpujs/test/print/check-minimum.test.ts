import { InvalidArgumentError } from '@rubato/core';
import type { Expression, Program } from '@rubato/expression';
import { add, constant, multiply, variable } from '@rubato/expression';
import { hardmin, minimumFunctions } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { openGpujs } from '../../src/index.ts';
import { checkMinimum } from '../../src/print/check-minimum.ts';

const value = (expression: unknown, bindings: readonly unknown[] = []): Program =>
  ({ bindings, outputs: { value: { expression } } }) as unknown as Program;

/** Bindings that each use the one before twice: printed where they are used, the last one has 2^40 parts. */
const doubled = Array.from({ length: 40 }, (_, k) => ({
  name: `b${k}`,
  index: 'i',
  expression: k === 0 ? constant(1) : add(variable(`b${k - 1}`, 'i'), variable(`b${k - 1}`, 'i')),
}));

const summed = { op: 'sum', over: 'i', of: variable('b39', 'i') } as unknown as Expression;

describe('checkMinimum', () => {
  it('takes every built-in minimum function, and one without a program', () => {
    for (const [name, minimum] of Object.entries(minimumFunctions)) checkMinimum(name, minimum);
    const { program: _, ...silent } = hardmin;
    checkMinimum('silent', silent);
  });

  it.each<[string, Program]>([
    ['a constant of the program is NaN', value(constant(Number.NaN))],
    ['a constant of the program is 1', value({ op: 'constant', value: '1' })],
    ["variable 'nothing' is neither an input nor a binding", value(variable('nothing'))],
    ["variable 'x' is neither an input nor a binding", value(variable('x'))],
    ["variable 'z' is neither an input nor a binding", value({ op: 'sum', over: 'i', of: variable('z', 'i') })],
    ["index 'i' is used where nothing runs over it", value(variable('x', 'i'))],
    ["binding 'a' uses itself", value(variable('a'), [{ name: 'a', expression: add(variable('a'), 1) }])],
    [
      "binding 'b' uses itself",
      value(variable('b'), [
        { name: 'a', expression: multiply(variable('b'), 2) },
        { name: 'b', expression: variable('a') },
      ]),
    ],
    ["'cosine' is no operation", value({ op: 'cosine', of: constant(1) })],
    ['undefined is no expression', value({ op: 'exp' })],
    ['undefined is no expression', value(undefined)],
    ['it has more than 20000 parts', value(summed, doubled)],
    ['it has an index', { bindings: [], outputs: { value: { index: 'i', expression: variable('x', 'i') } } }],
  ])('says that %s', (why, program) => {
    const checking = (): void => checkMinimum('own', { ...hardmin, program });
    expect(checking).toThrow(InvalidArgumentError);
    expect(checking).toThrow(`minimums.own.program.outputs.value is malformed: ${why}`);
  });

  it('wants a weight for each candidate', () => {
    const program = { bindings: [], outputs: { weight: { expression: constant(1) } } };
    expect(() => checkMinimum('own', { ...hardmin, program })).toThrow('minimums.own.program.outputs.weight is malformed: it has no index');
  });

  it.each([null, {}, { bindings: [] }, { bindings: {}, outputs: {} }])('refuses %j', (program) => {
    const malformed = { ...hardmin, program: program as unknown as Program };
    expect(() => checkMinimum('own', malformed)).toThrow('minimums.own.program is malformed; expected an object with a list of bindings');
  });

  it('is asked when a backend is opened', async () => {
    const broken = { ...hardmin, program: value(constant(Number.NaN)) };
    await expect(openGpujs({ minimums: { broken } })).rejects.toThrow('minimums.broken.program.outputs.value is malformed');
  });
});
