import {
  alignmentEntropy,
  computeLossSync,
  expectedAlignment,
  meanCostDivergence,
  sharpCost,
  sharpDivergence,
  softDtwDivergence,
} from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import type { BoundaryInput, Cell } from '@rubato/core';
import { normaliseProblem, toDense } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { describeShared, readSharedJson } from '../support/shared.ts';

const backend = openCpu();
type Json = Readonly<Record<string, unknown>>;
const number = (value: unknown): number => (value === 'inf' ? Infinity : (value as number));
const flat = (value: unknown): Float64Array => Float64Array.from((value as unknown[]).flat(4), number);
const casesOf = (file: string): readonly Json[] => (readSharedJson(file) as { cases: Json[] }).cases;

function expectNear(found: ArrayLike<number>, expected: unknown, absolute: number, relative = 0): void {
  const numbers = typeof expected === 'number' ? [expected] : flat(expected);
  expect(found.length).toBe(numbers.length);
  numbers.forEach((value, k) => {
    expect(Math.abs(found[k] - value), `number ${k}: ${found[k]} instead of ${value}`).toBeLessThanOrEqual(
      absolute + relative * Math.abs(value),
    );
  });
}

describeShared('golden/sdtw.json', () => {
  describe.each(casesOf('golden/sdtw.json').map((json) => [json['id'] as string, json] as const))('%s', (_, json) => {
    const temperature = json['gamma'] as number;
    const tolerance = temperature < 0.1 ? 1e-6 : 1e-8;
    const side = (name: 'X' | 'Y') => {
      const rows = json[name] as number[][];
      return { data: flat(rows), shape: [rows.length, rows[0].length] as const };
    };
    const [x, y] = [side('X'), side('Y')];
    const half = json['half_sqeuclidean'] as Json;

    it.each([
      ['divergence', softDtwDivergence],
      ['sharp_divergence', sharpDivergence],
      ['mean_cost_divergence', meanCostDivergence],
    ] as const)('%s', async (name, divergence) => {
      const expected = (json['divergences'] as Readonly<Record<string, Json>>)[name];
      const options = { localCost: 'halfSquaredEuclidean', backend, gradient: true } as const;
      const result = await divergence(x, y, divergence === meanCostDivergence ? options : { ...options, temperature });
      expectNear(result.values, expected['value'], 1e-10, 1e-10);
      expectNear(result.gradient!.x, expected['grad_X'], tolerance);
      expectNear(result.gradient!.y, expected['grad_Y'], tolerance);
    });

    it('sharp value, entropy and Hessian product', () => {
      const cost = {
        kind: 'features',
        x: x.data,
        y: y.data,
        shape: [x.shape[0], y.shape[0]],
        dimension: x.shape[1],
        localCost: { name: 'halfSquaredEuclidean' },
      } as const;
      const problem = normaliseProblem({ ...softDtw({ temperature }), cost });
      const sharp = computeLossSync(sharpCost(problem), { backend, inputGradient: true });
      expectNear(sharp.values, half['sharp_value'], 0, 1e-10);
      const { x: byX, y: byY } = sharp.inputGradient as { x: Float64Array; y: Float64Array };
      expectNear(byX, half['sharp_grad_X'], tolerance);
      expectNear(byY, half['sharp_grad_Y'], tolerance);
      expectNear(computeLossSync(alignmentEntropy(problem), { backend }).values, half['entropy'], 1e-10, 1e-10);
      const along = computeLossSync(expectedAlignment(problem, flat(half['Z'])), { backend, gradient: true });
      expectNear(along.values, half['directional_derivative'], tolerance, 1e-10);
      expectNear(toDense(along.gradient!), half['HZ'], tolerance, 1e-7);
    });
  });
});

describeShared('golden/ddtw.json', () => {
  const cases = casesOf('golden/ddtw.json').filter((json) => json['Z'] !== undefined);
  const boundary = (cells: unknown, weights: unknown): BoundaryInput => {
    const cellsOfItem = cells as Cell[][];
    if (weights === undefined) return { cellsOfItem };
    const lists = weights as number[][];
    const most = Math.max(...cellsOfItem.map((list) => list.length));
    const data = lists.flatMap((list) => Array.from({ length: most }, (_, k) => list[k] ?? 0));
    return { cellsOfItem, multiplier: { data, shape: [lists.length, most] } };
  };

  it('has Hessian products', () => {
    expect(cases.length).toBeGreaterThan(3);
  });

  it.each(cases.map((json) => [`${String(json['id'])} ${String(json['tag'])}`, json] as const))('%s', (_, json) => {
    const C = json['C'] as number[][][];
    const [B, N, M] = [C.length, C[0].length, C[0][0].length];
    const local = json['local_step_weights'] as number[][][][] | undefined;
    const problem = normaliseProblem({
      cost: { kind: 'dense', data: flat(C), shape: [B, N, M] },
      rowLengths: json['list_N'] as number[],
      columnLengths: json['list_M'] as number[],
      steps: json['step_sizes'] as [number, number][],
      stepWeights:
        local === undefined
          ? (json['global_step_weights'] as unknown[]).map(number)
          : { data: flat(local), shape: [local.length, local[0].length, local[0][0].length, local[0][0][0].length] },
      start: boundary(json['B_start'], json['start_weights']),
      end: boundary(json['B_end'], json['end_weights']),
      minimum: json['min_function'] as string,
      temperature: json['gamma'] as number,
    });
    const direction = flat(json['Z']);
    const { hessianProduct } = backend.solveSync(problem, { hessianProduct: { along: 'cost', direction } });
    expectNear(toDense(hessianProduct!), json['HZ'], 1e-9, 1e-7);
    // Where all weights are 1, H is E, and both directions are the same.
    const plain = problem.stepWeights.constant === 1 && json['start_weights'] === undefined && json['end_weights'] === undefined;
    const expected = computeLossSync(expectedAlignment(problem, direction), { backend, gradient: true });
    if (plain) expectNear(toDense(expected.gradient!), json['HZ'], 1e-9, 1e-7);
    // E does not change when the direction does: ⟨E, Z⟩ by the golden E, too.
    const E = flat(json['E']);
    const products = Array.from({ length: B }, (__, b) => {
      let sum = 0;
      for (let k = b * N * M; k < (b + 1) * N * M; k++) sum += E[k] * direction[k];
      return sum;
    });
    expectNear(expected.values, products, 1e-9);
  });
});
