import { minimumFunctions, softmin } from '@rubato/minimum';
import type { MinimumFunction } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { FAR, mathematics } from '../../src/print/mathematics.ts';
import { printWorkgroupMinimum } from '../../src/print/print-boundary-minimum.ts';
import { answerOf, compare, randomCells } from './support/cells.ts';
import type { Cell, CellAnswer } from './support/cells.ts';
import { bindings, device, noDevice, runKernel } from './support/run-kernel.ts';

const all = ['value', 'weight', 'temperatureDerivative', 'product'] as const;

/** Solves each cell by a workgroup of its own. Every lane's numbers are kept: they must be the same. */
async function solve(minimum: MinimumFunction, cells: readonly Cell[], gamma: number, threads: number) {
  const count = cells[0].excesses.length;
  const { code: printed, scratch } = printWorkgroupMinimum(minimum, threads, all);
  const code = `${mathematics}
    ${bindings(['excesses', 'directions', 'parameters'], ['numbers', 'weights', 'products', 'scratch'])}
    var<private> cell: u32;
    fn excess(i: u32) -> f32 { return excesses[${count}u * cell + i]; }
    fn direction(i: u32) -> f32 { return directions[${count}u * cell + i]; }
    fn store_weight(i: u32, w: f32) { weights[${count}u * cell + i] = w; }
    fn store_product(i: u32, p: f32) { products[${count}u * cell + i] = p; }
    fn load_scratch(slot: u32, i: u32) -> f32 { return scratch[(${scratch}u * cell + slot) * ${count}u + i]; }
    fn store_scratch(slot: u32, i: u32, v: f32) { scratch[(${scratch}u * cell + slot) * ${count}u + i] = v; }
    ${printed}
    @compute @workgroup_size(${threads})
    fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
      cell = id.x;
      let gamma = parameters[0];
      let count = u32(parameters[1]);
      let at = 2u * (cell * ${threads}u + lane);
      numbers[at] = workgroup_minimum(count, gamma, lane);
      numbers[at + 1u] = workgroup_temperature_derivative(count, gamma, lane);
      workgroup_product(count, gamma, lane);
    }`;
  const join = (of: (cell: Cell) => Float32Array): Float32Array => Float32Array.from(cells.flatMap((cell) => [...of(cell)]));
  const [numbers, weights, products] = await runKernel({
    code,
    inputs: [join((cell) => cell.excesses), join((cell) => cell.direction), Float32Array.of(gamma, count)],
    outputs: [2 * threads * cells.length, count * cells.length, count * cells.length, scratch * count * cells.length],
    workgroups: cells.length,
  });
  return cells.map((_, k): { answer: CellAnswer; lanes: Float32Array } => {
    const lanes = numbers.slice(2 * threads * k, 2 * threads * (k + 1));
    return {
      lanes,
      answer: {
        value: lanes[0],
        temperatureDerivative: lanes[1],
        weights: Float64Array.from(weights.subarray(count * k, count * (k + 1))),
        product: Float64Array.from(products.subarray(count * k, count * (k + 1))),
      },
    };
  });
}

describe.skipIf(device === undefined)(`the printed minimum of a workgroup (skipped where ${noDevice})`, () => {
  for (const minimum of Object.values(minimumFunctions)) {
    for (const threads of [64, 256]) {
      it.each([1, 3, 257, 2000])(`${minimum.name} of %i candidates by ${threads} threads is the record's`, async (count) => {
        for (const gamma of [1, 1.37, 1e-3].map(Math.fround)) {
          const cells = randomCells(count > 1000 ? 3 : 8, count, gamma, 1000 * count + minimum.name.length);
          const solved = await solve(minimum, cells, gamma, threads);
          const errors = { value: 0, weights: 0, temperatureDerivative: 0, product: 0 };
          solved.forEach(({ answer, lanes }, k) => {
            compare(errors, answer, answerOf(minimum, cells[k], gamma), gamma);
            expect(lanes.every((number, at) => Object.is(number, lanes[at % 2]))).toBe(true);
            cells[k].excesses.forEach((x, i) => {
              if (x === Math.fround(FAR)) expect([answer.weights[i], answer.product[i]]).toEqual([0, 0]);
            });
          });
          expect(errors.value).toBeLessThan(1e-6);
          expect(errors.weights).toBeLessThan(count > 100 ? 1e-7 : 1e-6);
          expect(errors.temperatureDerivative).toBeLessThan(1e-6);
          expect(errors.product).toBeLessThan(2e-6);
        }
      });
    }
  }

  it('gives the same bits each time', async () => {
    const cells = randomCells(4, 1000, 1, 5);
    const first = await solve(softmin, cells, 1, 64);
    expect(await solve(softmin, cells, 1, 64)).toEqual(first);
  });
});

describe('printWorkgroupMinimum', () => {
  it('prints only what is asked for', () => {
    const { code, scratch } = printWorkgroupMinimum(softmin, 64, ['value']);
    expect(code.match(/fn \w+/g)).toEqual(['fn workgroup_sum', 'fn workgroup_least', 'fn workgroup_minimum']);
    expect(code).not.toContain('store_weight');
    expect(scratch).toBe(2);
    expect(printWorkgroupMinimum(softmin, 64, ['product']).code).not.toContain('fn workgroup_minimum');
  });

  it('refuses threads that make no tree', () => {
    expect(() => printWorkgroupMinimum(softmin, 48, ['value'])).toThrow('threads must be a power of 2');
  });
});
