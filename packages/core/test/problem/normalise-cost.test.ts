import type { CostInput, ProblemInput } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { unitSteps } from '../support/dense.ts';
import { expectRefusal } from '../support/refusal.ts';

const normalise = (cost: unknown, rest: Partial<ProblemInput> = {}) =>
  normaliseProblem({ cost: cost as CostInput, steps: unitSteps, ...rest });

const costs = {
  dense: { kind: 'dense', data: new Float64Array(6), shape: [1, 2, 3] },
  banded: { kind: 'banded', data: new Float64Array(4), shape: [1, 2, 3], first: Int32Array.of(0, 1), last: Int32Array.of(1, 2) },
  gathered: { kind: 'gathered', values: new Float64Array(4), shape: [1, 2, 3], classes: 2, index: Int32Array.of(0, 1, 0) },
  features: {
    kind: 'features',
    x: new Float64Array(4),
    y: new Float64Array(6),
    shape: [1, 2, 3],
    dimension: 2,
    localCost: { name: 'absolute' },
  },
  device: { kind: 'device', backend: 'webgpu', handle: { id: 7 }, shape: [1, 2, 3], precision: 'float32' },
} as const;

describe('the form of a cost', () => {
  it.each(Object.values(costs))('keeps $kind costs as they are', (cost) => {
    expect(normalise(cost).cost).toEqual(cost);
  });

  it.each(Object.values(costs))('reads [N, M] of a $kind cost as a batch of one', (cost) => {
    expect(normalise({ ...cost, shape: [2, 3] }).cost.shape).toEqual([1, 2, 3]);
  });

  it('reads [B, N, M]', () => {
    const { batch, rows, columns } = normalise({ ...costs.dense, shape: [3, 2, 1] });
    expect([batch, rows, columns]).toEqual([3, 2, 1]);
  });

  it.each([
    [undefined, { argument: 'cost', expected: 'a cost { kind, shape, … }' }],
    [[1, 2], { argument: 'cost.kind', found: 'undefined' }],
    [{ kind: 'sparse' }, { argument: 'cost.kind', found: '"sparse"', expected: 'one of dense, banded, gathered, features, device' }],
    [{ kind: 'toString' }, { argument: 'cost.kind' }],
    [
      { ...costs.dense, transposed: true },
      { argument: 'cost.transposed', expected: 'only kind, shape, data' },
    ],
    [
      { ...costs.dense, shape: undefined },
      { argument: 'cost.shape', expected: '[rows, columns] or [batch, rows, columns]' },
    ],
    [{ ...costs.dense, shape: [6] }, { argument: 'cost.shape' }],
    [{ ...costs.dense, shape: [1, 1, 2, 3] }, { argument: 'cost.shape' }],
    [
      { ...costs.dense, shape: [2, 0] },
      { argument: 'cost.shape', index: [1], found: '0' },
    ],
    [
      { ...costs.dense, shape: [0, 2, 3] },
      { argument: 'cost.shape', index: [0] },
    ],
    [
      { ...costs.dense, shape: [1, -2, 3] },
      { argument: 'cost.shape', index: [1] },
    ],
    [
      { ...costs.dense, shape: [1.5, 4] },
      { argument: 'cost.shape', index: [0] },
    ],
    [
      { ...costs.dense, shape: [2 ** 31, 1] },
      { argument: 'cost.shape', index: [0], expected: 'a whole number from 1 to 2147483647' },
    ],
    [
      { ...costs.dense, shape: [2, 4] },
      { argument: 'cost.data', found: '6 long', expected: '8 elements' },
    ],
    [
      { ...costs.dense, data: [1, 2, 3, 4, 5, 6] },
      { argument: 'cost.data', expected: 'a Float32Array or Float64Array' },
    ],
    [
      { ...costs.dense, data: new Int32Array(6) },
      { argument: 'cost.data', found: 'a Int32Array' },
    ],
    [
      { ...costs.banded, first: [0, 1] },
      { argument: 'cost.first', expected: 'an Int32Array' },
    ],
    [
      { ...costs.banded, last: new Int32Array(3) },
      { argument: 'cost.last', found: '3 long', expected: '2 elements' },
    ],
    [
      { ...costs.banded, data: new Float64Array(5) },
      { argument: 'cost.data', found: '5 long', expected: '4 elements' },
    ],
    [
      { ...costs.banded, first: Int32Array.of(1, 0) },
      { argument: 'cost.first', index: [0, 1], found: '0', expected: 'a whole number from 1 to 3' },
    ],
    [
      { ...costs.banded, last: Int32Array.of(2, 1) },
      { argument: 'cost.last', index: [0, 1], found: '1' },
    ],
    [
      { ...costs.banded, last: Int32Array.of(1, 3) },
      { argument: 'cost.last', index: [0, 1], found: '3' },
    ],
    [
      { ...costs.banded, first: Int32Array.of(-1, 1) },
      { argument: 'cost.first', index: [0, 0] },
    ],
    [
      { ...costs.gathered, classes: 0 },
      { argument: 'cost.classes', found: '0' },
    ],
    [
      { ...costs.gathered, classes: 3 },
      { argument: 'cost.values', found: '4 long', expected: '6 elements' },
    ],
    [
      { ...costs.gathered, index: [0, 1, 0] },
      { argument: 'cost.index', expected: 'an Int32Array' },
    ],
    [
      { ...costs.gathered, index: new Int32Array(2) },
      { argument: 'cost.index', found: '2 long', expected: '3 elements' },
    ],
    [
      { ...costs.gathered, index: Int32Array.of(0, 2, 0) },
      { argument: 'cost.index', index: [0, 1], found: '2', expected: 'a class from 0 to 1' },
    ],
    [{ ...costs.features, dimension: undefined }, { argument: 'cost.dimension' }],
    [
      { ...costs.features, dimension: 1 },
      { argument: 'cost.x', found: '4 long', expected: '2 elements' },
    ],
    [
      { ...costs.features, y: new Float64Array(5) },
      { argument: 'cost.y', found: '5 long', expected: '6 elements' },
    ],
    [
      { ...costs.features, localCost: 'absolute' },
      { argument: 'cost.localCost', expected: 'a local cost { name, parameters }' },
    ],
    [
      { ...costs.features, localCost: { name: 'nearest' } },
      { argument: 'cost.localCost', found: /unknown local cost 'nearest'/ },
    ],
    [{ ...costs.device, backend: '' }, { argument: 'cost.backend' }],
    [
      { ...costs.device, precision: 'half' },
      { argument: 'cost.precision', expected: 'one of float32, float64' },
    ],
    [
      { ...costs.device, shape: [2 ** 31 - 1, 1, 1] },
      { argument: 'cost.shape', expected: 'at most 67108864 rows and columns in all' },
    ],
    [
      { ...costs.banded, shape: [1, 2, 2 ** 27] },
      { argument: 'cost.shape', found: '[1, 2, 134217728]' },
    ],
  ])('refuses %o', (cost, { found, ...refusal }: { argument: string; found?: string | RegExp; index?: number[]; expected?: string }) => {
    expectRefusal(() => normalise(cost), { ...refusal, ...(typeof found === 'string' ? { found } : {}) });
    if (found instanceof RegExp) expect(() => normalise(cost)).toThrow(found);
  });

  it('lets ranges and classes in the padding be anything in the lattice', () => {
    const banded = { ...costs.banded, first: Int32Array.of(1, 0), last: Int32Array.of(2, 1) };
    expect(() => normalise(banded, { rowLengths: [1] })).not.toThrow();
    expect(() => normalise({ ...costs.gathered, index: Int32Array.of(0, 1, 99) }, { columnLengths: [2] })).not.toThrow();
  });
});
