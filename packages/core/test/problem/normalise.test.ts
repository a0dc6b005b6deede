import type { ProblemInput } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { squaredEuclidean } from '@rubato/costs';
import { describe, expect, it } from 'vitest';
import { dense, denseProblem, unitSteps } from '../support/dense.ts';
import { expectRefusal } from '../support/refusal.ts';

const cost = dense([
  [1, 2, 3],
  [4, 5, 6],
]);
const pair = dense([
  [
    [1, 2],
    [3, 4],
  ],
  [
    [5, 6],
    [7, 8],
  ],
]);
const attempt =
  (change: object, from: Partial<ProblemInput> = {}) =>
  (): unknown =>
    normaliseProblem({ cost, steps: unitSteps, ...from, ...change });

describe('normaliseProblem', () => {
  it('fills in every default', () => {
    const problem = normaliseProblem({ cost, steps: [[1, 1]] });
    const one = { data: Float64Array.of(1), shape: [1, 1], strides: [0, 0] };
    const zero = { data: Float64Array.of(0), shape: [1, 1], strides: [0, 0] };
    const table = { shape: [1, 1, 1, 1], strides: [0, 0, 0, 0], forbids: false };
    expect(problem).toEqual({
      batch: 1,
      rows: 2,
      columns: 3,
      rowLengths: Int32Array.of(2),
      columnLengths: Int32Array.of(3),
      cost: { kind: 'dense', data: cost.data, shape: [1, 2, 3] },
      steps: [[1, 1]],
      stepWeights: { ...table, data: Float64Array.of(1), constant: 1 },
      stepPenalties: { ...table, data: Float64Array.of(0), constant: 0 },
      start: { role: 'start', set: 'corner', multiplier: one, penalty: zero },
      end: { role: 'end', set: 'corner', multiplier: zero, penalty: zero },
      minimum: 'softmin',
      temperature: Float64Array.of(1),
      precision: 'float64',
    });
    expect('band' in problem).toBe(false);
  });

  it('keeps references to the arrays it was given and freezes only its own objects', () => {
    const weights = { data: new Float32Array(6).fill(1), shape: [1, 2, 1, 3] as const };
    const penalty = { data: Float64Array.of(0, 0, 0), shape: [1, 3] as const };
    const problem = normaliseProblem({ cost, steps: unitSteps, stepWeights: weights, start: { set: 'firstRow', penalty } });
    expect(problem.cost).toHaveProperty('data', cost.data);
    expect(problem.stepWeights.data).toBe(weights.data);
    expect(problem.start.penalty.data).toBe(penalty.data);
    const own = [
      problem,
      problem.cost,
      problem.cost.shape,
      problem.steps,
      problem.steps[0],
      problem.stepWeights,
      problem.stepWeights.shape,
      problem.stepPenalties,
      problem.start,
      problem.start.penalty,
      problem.end,
    ];
    for (const object of own) expect(Object.isFrozen(object)).toBe(true);
    for (const object of [cost, cost.shape, weights, weights.shape, penalty, unitSteps]) expect(Object.isFrozen(object)).toBe(false);
  });

  it('does not follow what the caller does to lists and objects afterwards', () => {
    const shape = [1, 1, 1, 3] as [number, number, number, number];
    const parameters = { offset: 2 };
    const features = { kind: 'features', x: new Float64Array(3), y: new Float64Array(3), shape: [3, 3], dimension: 1 } as const;
    const problem = normaliseProblem({
      cost: { ...features, localCost: { name: 'innerProduct', parameters } },
      steps: unitSteps,
      stepWeights: { data: [1, 1, 1], shape },
    });
    shape[3] = 7;
    parameters.offset = NaN;
    expect(problem.stepWeights.shape).toEqual([1, 1, 1, 3]);
    expect(problem.cost).toHaveProperty('localCost.parameters.offset', 2);
  });

  it('is plain data: a structured clone is the same problem', () => {
    const problem = denseProblem(
      [
        [1, 2],
        [3, 4],
      ],
      {
        band: { kind: 'sakoeChiba', radius: 1 },
        start: [
          [0, 0],
          [0, 1],
        ],
        stepWeights: [1, 1, 2],
        temperature: [2],
      },
    );
    expect(structuredClone(problem)).toEqual(problem);
  });

  it('holds nothing that cannot be cloned, whatever came along with the input', () => {
    class Matrix {
      readonly kind = 'dense';
      readonly data: Float64Array = Float64Array.of(1);
      readonly shape: readonly [number, number] = [1, 1];
      at(): number {
        return this.data[0];
      }
    }
    const problem = normaliseProblem({ cost: new Matrix(), steps: unitSteps });
    expect(structuredClone(problem)).toEqual(problem);
    expectRefusal(attempt({ cost: { ...cost, at: () => 1 } }), { argument: 'cost.at', expected: 'only kind, shape, data' });
  });

  it.each([
    [{ colour: 1 }, { argument: 'colour', found: 'not known here', expected: /^only cost, rowLengths, / }],
    [{ minimum: '' }, { argument: 'minimum', expected: 'the name of a minimum function' }],
    [{ minimum: 3 }, { argument: 'minimum', found: '3' }],
    [{ precision: 'float16' }, { argument: 'precision', expected: 'one of float32, float64' }],
    [{ temperature: 0 }, { argument: 'temperature', found: '0' }],
    [
      { temperature: [1, -1], cost: pair },
      { argument: 'temperature', index: [1], found: '-1' },
    ],
    [
      { temperature: [NaN], cost: pair },
      { argument: 'temperature', index: [0], found: 'NaN' },
    ],
    [{ temperature: [1, 2] }, { argument: 'temperature', found: '2 long', expected: 'one number, or 1' }],
    [{ temperature: 'warm' }, { argument: 'temperature', found: '"warm"' }],
    [{ temperature: null }, { argument: 'temperature', found: 'null' }],
    [{ rowLengths: 2 }, { argument: 'rowLengths', found: '2', expected: '1 whole numbers' }],
    [{ rowLengths: [1, 2] }, { argument: 'rowLengths', found: '2 long', expected: '1 elements' }],
    [{ rowLengths: [3] }, { argument: 'rowLengths', index: [0], found: '3', expected: 'a whole number from 0 to 2' }],
    [{ rowLengths: [-1] }, { argument: 'rowLengths', index: [0] }],
    [{ columnLengths: [1.5] }, { argument: 'columnLengths', index: [0], found: '1.5' }],
    [{ columnLengths: Float32Array.of(4) }, { argument: 'columnLengths', index: [0], found: '4' }],
    [{ columnClasses: [0, 1, 2] }, { argument: 'columnClasses', expected: 'an Int32Array' }],
    [{ columnClasses: Int32Array.of(0) }, { argument: 'columnClasses', found: '1 long', expected: '3 elements' }],
  ])('refuses %o', (change, refusal) => {
    expectRefusal(attempt(change), refusal);
  });

  it.each([[null], [undefined], [3], ['x']])('refuses %s in place of a problem', (input) => {
    expectRefusal(() => normaliseProblem(input as unknown as ProblemInput), { argument: 'problem', expected: 'an object' });
  });

  it('takes undefined for what is absent', () => {
    expect(attempt({ band: undefined, rowLengths: undefined, colour: undefined })).not.toThrow();
  });

  it('takes γ as one number, one for all items, or one per item, and keeps float64', () => {
    const gamma = (temperature: number | ArrayLike<number>): number[] => [
      ...normaliseProblem({ cost: pair, steps: unitSteps, temperature }).temperature,
    ];
    expect([gamma(0.1), gamma([0.1]), gamma([0.1, 3]), gamma(Float32Array.of(0.5, 2))]).toEqual([
      [0.1, 0.1],
      [0.1, 0.1],
      [0.1, 3],
      [0.5, 2],
    ]);
  });

  it('takes the precision of the arrays unless another is asked for', () => {
    const single = { kind: 'dense', data: new Float32Array(6), shape: [2, 3] } as const;
    const features = { kind: 'features', shape: [1, 1], dimension: 1, localCost: { name: 'absolute' }, x: new Float32Array(1) } as const;
    const precision = (of: ProblemInput['cost'], asked?: 'float32' | 'float64'): string =>
      normaliseProblem({ cost: of, steps: unitSteps, ...(asked === undefined ? {} : { precision: asked }) }).precision;
    expect(precision(single)).toBe('float32');
    expect(precision(single, 'float64')).toBe('float64');
    expect(precision(cost, 'float32')).toBe('float32');
    expect(precision({ ...features, y: new Float32Array(1) })).toBe('float32');
    expect(precision({ ...features, y: new Float64Array(1) })).toBe('float64');
  });

  it('takes items of length 0 and sides of 1', () => {
    const problem = normaliseProblem({ cost: pair, steps: unitSteps, rowLengths: [0, 1], columnLengths: [2, 0] });
    expect([...problem.rowLengths, ...problem.columnLengths]).toEqual([0, 1, 2, 0]);
    expect(denseProblem([[5]]).cost.shape).toEqual([1, 1, 1]);
  });

  it("refuses classes of columns that differ from the cost's index, within the lengths", () => {
    const gathered = { kind: 'gathered', values: new Float64Array(4), shape: [2, 3], classes: 2, index: Int32Array.of(0, 1, 0) } as const;
    const withClasses = (...classes: number[]) => attempt({ cost: gathered, columnClasses: Int32Array.from(classes), columnLengths: [2] });
    expect(withClasses(0, 1, 7)).not.toThrow();
    expectRefusal(withClasses(0, 0, 0), { argument: 'columnClasses', index: [0, 1], found: '0', expected: '1 as in cost.index' });
  });

  it('knows local costs that a caller brings beside the built-in ones', () => {
    const features = { kind: 'features', shape: [1, 1], dimension: 1, x: Float64Array.of(1), y: Float64Array.of(1) } as const;
    const costs = { mine: { ...squaredEuclidean, name: 'mine' } };
    for (const name of ['mine', 'absolute']) {
      expect(normaliseProblem({ cost: { ...features, localCost: { name } }, steps: unitSteps }, { costs }).cost).toHaveProperty(
        'localCost.name',
        name,
      );
    }
    expectRefusal(attempt({ cost: { ...features, localCost: { name: 'mine' } } }), { argument: 'cost.localCost', expected: /known cost/ });
  });
});
