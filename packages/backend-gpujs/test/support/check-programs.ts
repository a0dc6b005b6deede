import type { Program } from '@rubato/expression';
import {
  absolute,
  add,
  constant,
  equal,
  evaluateProgram,
  indexOf,
  least,
  lessThan,
  logarithm,
  maximum,
  multiply,
  select,
  squareRoot,
  subtract,
  sum,
  variable,
} from '@rubato/expression';
import { minimumFunctions } from '@rubato/minimum';
import { expect } from 'vitest';
import type { Device } from '../../src/device/device.ts';
import { kernelText } from '../../src/kernels/kernel-text.ts';
import { ProgramPrinter } from '../../src/print/print-program.ts';

const x = [
  [3, 1, 2, 1],
  [0.5, 7, 1e18, 0.25],
  [-4, -4, 5, 1e18],
];
const z = [
  [1, -2, 0.5, 0],
  [0, 1, 0, 3],
  [2, 2, -1, 0],
];
const gamma = [0.5, 2, 1];
const count = 4;

/** Programs that no minimum function is, by what they try. */
export const programs: Readonly<Record<string, Program>> = {
  ...Object.fromEntries(Object.entries(minimumFunctions).map(([name, { program }]) => [name, program!])),
  'indices kept apart, and a binding read by another index than its own': {
    bindings: [
      { name: 'capped', index: 'i', expression: select(lessThan(variable('x', 'i'), 100), variable('x', 'i'), 100) },
      { name: 'spread', index: 'k', expression: sum('j', absolute(subtract(variable('capped', 'k'), variable('capped', 'j')))) },
      { name: 'two', expression: add(constant(1), 1) },
    ],
    outputs: {
      spread: { index: 'i', expression: multiply(variable('spread', 'i'), variable('two')) },
      rank: { index: 'i', expression: sum('j', lessThan(variable('x', 'j'), variable('x', 'i'))) },
      root: { index: 'i', expression: squareRoot(absolute(variable('capped', 'i'))) },
      logarithm: { expression: logarithm(add(1, maximum(variable('gamma'), 0.5))) },
    },
  },
  'what does not vary along an index': {
    bindings: [],
    outputs: {
      constants: { expression: sum('i', 3) },
      scalars: { expression: sum('i', variable('gamma')) },
      leastScalar: { expression: least('i', variable('gamma')) },
      places: { index: 'i', expression: indexOf('i') },
      everywhere: { index: 'i', expression: variable('gamma') },
      one: { index: 'i', expression: constant(1) },
      chosen: { expression: select(1, 2, 3) },
      huge: { expression: multiply(constant(-1e30), constant(1e-30)) },
      largest: { expression: select(lessThan(variable('gamma'), constant(Infinity)), 1, 2) },
      first: { index: 'i', expression: equal(indexOf('i'), 0) },
    },
  },
};

/** Compares every output of a program at every place, computed by a device, with the walk of the tree in float64. */
export function checkProgram(device: Device, program: Program): void {
  for (const [name, { index }] of Object.entries(program.outputs)) {
    const printer = new ProgramPrinter(
      program,
      {
        extent: 'count',
        scalar: (variableName) => (variableName === 'gamma' ? 'gamma[b]' : undefined),
        element: (variableName, element) =>
          variableName === 'x' || variableName === 'z' ? `${variableName}es[b * count + ${element}]` : undefined,
      },
      device.functions,
    );
    const text = kernelText(`${name} ${Math.random()}`, ['xes', 'zes', 'gamma', 'count'], `${printer.print(name, 'p')}\nreturn outcome;`);
    const flat = (rows: readonly number[][]): Float32Array => Float32Array.from(rows.flat());
    const output = device.run(text, [index === undefined ? 1 : count, x.length, 1], [flat(x), flat(z), Float32Array.from(gamma), count]);
    const [read] = device.read(output);
    device.release(output);
    x.forEach((row, place) => {
      const inputs = { x: row, z: z[place], gamma: gamma[place] };
      const wanted = evaluateProgram(program, inputs, { i: count, j: count, k: count })[name];
      const expected = typeof wanted === 'number' ? [wanted] : [...wanted];
      expect(read[place]).toHaveLength(expected.length);
      expected.forEach((value, k) => {
        expect(Math.abs(read[place][k] - value), `${name}[${k}]`).toBeLessThanOrEqual(2e-6 * Math.max(1, Math.abs(value)));
      });
    });
  }
}
