import { add, evaluateProgram, exponential, multiply, sum, variable } from '@rubato/expression';
import { minimumFunctions, softmin } from '@rubato/minimum';
import type { MinimumFunction } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { FAR, mathematics } from '../../src/print/mathematics.ts';
import { unprintable } from '../../src/print/minimum-outputs.ts';
import { printCellMinimum } from '../../src/print/print-minimum.ts';
import { answerOf, compare, randomCells } from './support/cells.ts';
import type { Cell, CellAnswer } from './support/cells.ts';
import { bindings, device, noDevice, runKernel } from './support/run-kernel.ts';

const all = ['value', 'weight', 'temperatureDerivative', 'product'] as const;

async function solveCells(minimum: MinimumFunction, cells: readonly Cell[], gamma: number): Promise<CellAnswer[]> {
  const count = cells[0].excesses.length;
  const code = `${mathematics}${printCellMinimum(minimum, count, all)}
    ${bindings(['excesses', 'directions', 'gammas'], ['numbers', 'weights', 'products'])}
    @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
      let cell = id.x;
      if (2u * cell >= arrayLength(&numbers)) { return; }
      var x: array<f32, ${count}>;
      var z: array<f32, ${count}>;
      for (var i = 0u; i < ${count}u; i++) { x[i] = excesses[${count}u * cell + i]; z[i] = directions[${count}u * cell + i]; }
      let gamma = gammas[0];
      numbers[2u * cell] = minimum_value(x, gamma);
      numbers[2u * cell + 1u] = minimum_temperature_derivative(x, gamma);
      let weight = minimum_weights(x, gamma);
      let product = minimum_product(x, z, gamma);
      for (var i = 0u; i < ${count}u; i++) { weights[${count}u * cell + i] = weight[i]; products[${count}u * cell + i] = product[i]; }
    }`;
  const join = (of: (cell: Cell) => Float32Array): Float32Array => Float32Array.from(cells.flatMap((cell) => [...of(cell)]));
  const [numbers, weights, products] = await runKernel({
    code,
    inputs: [join((cell) => cell.excesses), join((cell) => cell.direction), Float32Array.of(gamma)],
    outputs: [2 * cells.length, count * cells.length, count * cells.length],
    workgroups: Math.ceil(cells.length / 64),
  });
  return cells.map((_, k) => ({
    value: numbers[2 * k],
    temperatureDerivative: numbers[2 * k + 1],
    weights: Float64Array.from(weights.subarray(count * k, count * (k + 1))),
    product: Float64Array.from(products.subarray(count * k, count * (k + 1))),
  }));
}

describe.skipIf(device === undefined)(`the printed minimum of a cell (skipped where ${noDevice})`, () => {
  for (const minimum of Object.values(minimumFunctions)) {
    it.each([1, 2, 4, 7, 65])(`${minimum.name} of %i candidates is the record's`, async (count) => {
      for (const gamma of [1, 1.37, 2, 1e-3].map(Math.fround)) {
        const cells = randomCells(400, count, gamma, 1000 * count + minimum.name.length);
        const answers = await solveCells(minimum, cells, gamma);
        const errors = { value: 0, weights: 0, temperatureDerivative: 0, product: 0 };
        answers.forEach((answer, k) => {
          compare(errors, answer, answerOf(minimum, cells[k], gamma), gamma);
          cells[k].excesses.forEach((x, i) => {
            if (x === Math.fround(FAR)) expect([answer.weights[i], answer.product[i]]).toEqual([0, 0]);
          });
        });
        expect(errors.value).toBeLessThan(1e-6);
        expect(errors.weights).toBeLessThan(1e-6);
        expect(errors.temperatureDerivative).toBeLessThan(1.5e-6);
        expect(errors.product).toBeLessThan(2e-6);
      }
    });
  }

  it('prints what a user wrote: any names, an index of another name, constants that float32 does not hold', async () => {
    const program = {
      bindings: [
        { name: 'active', index: 'x', expression: exponential(multiply(-1, variable('x', 'x'))) },
        { name: 'a b', expression: sum('match', variable('active', 'match')) },
        { name: 'a_b', expression: sum('i', add(variable('a b'), sum('i', 1))) },
      ],
      outputs: {
        value: { expression: add(variable('a_b'), multiply(variable('gamma'), 1e-300)) },
        weight: { index: 'k', expression: multiply(variable('active', 'k'), sum('k', variable('active', 'k'))) },
        temperatureDerivative: { expression: add(variable('a b'), multiply(1e200, 1e-250)) },
        product: { index: 'i', expression: variable('z', 'i') },
      },
    };
    const excesses = Float32Array.of(0, 1, 0.5);
    const direction = Float32Array.of(1, 2, 3);
    const [answer] = await solveCells({ ...softmin, program }, [{ excesses, direction }], 1);
    const outputs = evaluateProgram(program, { x: excesses, z: direction, gamma: 1 }, { i: 3, x: 3, k: 3, match: 3 });
    expect(answer.value).toBeCloseTo(outputs.value as number, 5);
    expect(answer.temperatureDerivative).toBeCloseTo(outputs.temperatureDerivative as number, 5);
    [...answer.weights].forEach((weight, k) => expect(weight).toBeCloseTo((outputs.weight as Float64Array)[k], 5));
    expect([...answer.product]).toEqual([1, 2, 3]);
  });
});

describe('printCellMinimum', () => {
  it('prints only what is asked for, and what that needs', () => {
    const code = printCellMinimum(softmin, 3, ['value']);
    expect(code.match(/fn \w+/g)).toEqual(['fn minimum_value']);
    expect(code).not.toContain('its_probability');
  });

  it('says what it cannot print', () => {
    const { program, ...bare } = softmin;
    expect(unprintable(softmin, all)).toBeUndefined();
    expect(unprintable(bare, ['value'])).toBe("the minimum function 'softmin' has no program to print");
    const { product: _, ...outputs } = program?.outputs ?? {};
    const partial = { ...softmin, program: { bindings: [], outputs } };
    expect(unprintable(partial, ['value', 'product'])).toBe("the program of the minimum function 'softmin' has no output 'product'");
    expect(() => printCellMinimum(partial, 3, ['product'])).toThrow(RangeError);
  });
});
