import { add, sum, variable } from '@rubato/expression';
import type { Binding } from '@rubato/expression';
import { expect, it } from 'vitest';
import { neededBindings } from '../../src/print/needed-names.ts';

const bindings: readonly Binding[] = [
  { name: 'a', index: 'i', expression: variable('x', 'i') },
  { name: 'b', expression: add(1, variable('gamma')) },
  { name: 'c', expression: sum('i', variable('a', 'i')) },
  { name: 'early', expression: variable('late') },
  { name: 'late', expression: variable('c') },
];
const names = (name: string): string[] => neededBindings(bindings, [variable(name)], ['x', 'gamma']).map((binding) => binding.name);

it('finds what is needed, through others, in order', () => {
  expect(names('c')).toEqual(['a', 'c']);
  expect(names('late')).toEqual(['a', 'c', 'late']);
  expect(names('x')).toEqual([]);
});

it('refuses a name that is not there, or not yet', () => {
  expect(() => names('z')).toThrow("variable 'z' is neither an input nor a binding before");
  expect(() => names('early')).toThrow("variable 'late' is neither an input nor a binding before");
});
