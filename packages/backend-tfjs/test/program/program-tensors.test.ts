import * as tf from '@tensorflow/tfjs-core';
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
import { beforeAll, describe, expect, it } from 'vitest';
import { ProgramTensors } from '../../src/program/program-tensors.ts';
import { useCpu } from '../support/cpu.ts';

beforeAll(useCpu);

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

/** Compares every output at every place with the walk of the tree in float64. */
function checkProgram(program: Program): void {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const inputs = { x: tf.tensor2d(x), z: tf.tensor2d(z), gamma: tf.tensor2d(gamma, [3, 1]) };
    const tensors = new ProgramTensors(tf, program, inputs);
    const extents = { i: 4, j: 4, k: 4 };
    const expected = x.map((row, place) => evaluateProgram(program, { x: row, z: z[place], gamma: gamma[place] }, extents));
    for (const [name, { index }] of Object.entries(program.outputs)) {
      const output = tensors.output(name);
      expect(output.shape).toEqual(index === undefined ? [3] : [3, 4]);
      const wanted = expected.flatMap((outputs) => (typeof outputs[name] === 'number' ? [outputs[name]] : [...outputs[name]]));
      [...output.dataSync()].forEach((value, k) => {
        expect(Math.abs(value - wanted[k]), `${name}[${k}]`).toBeLessThanOrEqual(2e-6 * Math.max(1, Math.abs(wanted[k])));
      });
    }
  });
  expect(tf.memory().numTensors).toBe(before);
}

describe('ProgramTensors', () => {
  it.each(Object.keys(minimumFunctions))('computes %s as the walk of its tree does', (name) => {
    checkProgram(minimumFunctions[name].program!);
  });

  it('keeps indices apart, and reads a binding by another index than its own', () => {
    checkProgram({
      bindings: [
        { name: 'capped', index: 'i', expression: select(lessThan(variable('x', 'i'), 100), variable('x', 'i'), 100) },
        {
          name: 'spread',
          index: 'k',
          expression: sum('j', absolute(subtract(variable('capped', 'k'), variable('capped', 'j')))),
        },
        { name: 'two', expression: add(constant(1), 1) },
      ],
      outputs: {
        spread: { index: 'i', expression: multiply(variable('spread', 'i'), variable('two')) },
        rank: { index: 'i', expression: sum('j', lessThan(variable('x', 'j'), variable('x', 'i'))) },
        root: { index: 'i', expression: squareRoot(absolute(variable('capped', 'i'))) },
        logarithm: { expression: logarithm(add(1, maximum(variable('gamma'), 0.5))) },
      },
    });
  });

  it('counts what does not vary along an index at each of its values', () => {
    checkProgram({
      bindings: [],
      outputs: {
        constants: { expression: sum('i', 3) },
        scalars: { expression: sum('i', variable('gamma')) },
        leastScalar: { expression: least('i', variable('gamma')) },
        places: { index: 'i', expression: indexOf('i') },
        everywhere: { index: 'i', expression: variable('gamma') },
        one: { index: 'i', expression: constant(1) },
        chosen: { expression: select(1, 2, 3) },
        first: { index: 'i', expression: equal(indexOf('i'), 0) },
      },
    });
  });

  it('refuses a name that nothing defines', () => {
    const program: Program = { bindings: [], outputs: { value: { expression: variable('nothing') } } };
    const evaluate = (): tf.Tensor =>
      tf.tidy(() => new ProgramTensors(tf, program, { x: tf.ones([1, 2]), gamma: tf.ones([1, 1]) }).output('value'));
    expect(evaluate).toThrow("variable 'nothing' is neither an input nor a binding");
  });
});
