import type { SolveRequest } from '@rubato/core';
import { checkRequest, normaliseProblem, openReference } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { dense, denseProblem, unitSteps } from '../support/dense.ts';
import { expectRefusal } from '../support/refusal.ts';

const pair = denseProblem([
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
]);
const direction = new Float64Array(12);
const groups = { data: new Int32Array(6), shape: [2, 1, 1, 3] };

describe('checkRequest', () => {
  it('takes nothing, and everything', () => {
    const everything: SolveRequest = {
      gradient: true,
      inputGradient: false,
      softAlignment: true,
      accumulatedCost: true,
      stepWeightGradient: 'full',
      stepPenaltyGradient: 'table',
      temperatureGradient: true,
      boundaryGradient: true,
      edgeMarginals: true,
      path: true,
      upstream: [1, -2],
      marginals: [{ by: 'step' }, { by: 'group', groups: { data: new Int32Array(6), shape: [2, 1, 1, 3] }, count: 1 }],
      hessianProduct: { along: 'cost', direction: new Float32Array(12) },
    };
    for (const request of [{}, everything]) expect(() => checkRequest(pair, request)).not.toThrow();
  });

  it.each([
    [null, { argument: 'request', found: 'null', expected: 'an object' }],
    [{ gradients: true }, { argument: 'request.gradients', expected: /^only gradient, / }],
    [{ gradient: 1 }, { argument: 'request.gradient', found: '1', expected: 'true or false' }],
    [{ path: 'yes' }, { argument: 'request.path', found: '"yes"' }],
    [{ inputGradient: null }, { argument: 'request.inputGradient', found: 'null' }],
    [{ stepWeightGradient: true }, { argument: 'request.stepWeightGradient', found: 'true', expected: 'one of table, full' }],
    [{ stepPenaltyGradient: 'sum' }, { argument: 'request.stepPenaltyGradient', found: '"sum"' }],
    [{ upstream: 1 }, { argument: 'request.upstream', found: '1', expected: '2 numbers' }],
    [{ upstream: [1] }, { argument: 'request.upstream', found: '1 long', expected: '2 elements' }],
    [{ upstream: [1, NaN] }, { argument: 'request.upstream', index: [1], found: 'NaN', expected: 'a number within ±1e+60' }],
    [{ upstream: [1, '2'] }, { argument: 'request.upstream', index: [1], found: '"2"' }],
    [{ upstream: [1n, 2] }, { argument: 'request.upstream', index: [0], found: 'a bigint' }],
    [{ upstream: Float64Array.of(1, 1e61) }, { argument: 'request.upstream', index: [1] }],
    [{ hessianProduct: true }, { argument: 'request.hessianProduct', found: 'true' }],
    [{ hessianProduct: { along: 'costs', direction } }, { argument: 'request.hessianProduct.along', expected: 'one of cost, cellPenalty' }],
    [
      { hessianProduct: { along: 'cost' } },
      { argument: 'request.hessianProduct.direction', found: 'undefined', expected: 'a Float32Array or Float64Array' },
    ],
    [
      { hessianProduct: { along: 'cost', direction: new Float64Array(6) } },
      { argument: 'request.hessianProduct.direction', found: '6 long' },
    ],
    [{ hessianProduct: { along: 'cost', direction, of: 1 } }, { argument: 'request.hessianProduct.of' }],
    [{ marginals: 'step' }, { argument: 'request.marginals', found: '"step"', expected: 'a list of reductions' }],
    [{ marginals: ['step'] }, { argument: 'request.marginals[0]', found: '"step"', expected: 'a reduction { by, … }' }],
    [
      { marginals: [{ by: 'step' }, { by: 'class' }] },
      { argument: 'request.marginals[1].by', expected: 'one of step, row, column, group, transition' },
    ],
    [{ marginals: [{ by: 'step', count: 3 }] }, { argument: 'request.marginals[0].count', expected: 'only by' }],
    [{ marginals: [{ by: 'group', groups, count: 0 }] }, { argument: 'request.marginals[0].count', found: '0' }],
    [
      { marginals: [{ by: 'group', groups: null, count: 1 }] },
      { argument: 'request.marginals[0].groups', expected: 'a table { data, shape }' },
    ],
    [
      { marginals: [{ by: 'group', groups: { ...groups, shape: 6 }, count: 1 }] },
      { argument: 'request.marginals[0].groups.shape', found: '6' },
    ],
    [
      { marginals: [{ by: 'group', groups: { ...groups, shape: [3, 2, 1, 1] }, count: 1 }] },
      { argument: 'request.marginals[0].groups.shape', index: [0], found: '3', expected: '1 or 2' },
    ],
    [
      { marginals: [{ by: 'group', groups: { ...groups, shape: [2, 1, 1, 1] }, count: 1 }] },
      { argument: 'request.marginals[0].groups.data', found: '6 long', expected: '2 elements' },
    ],
    [
      { marginals: [{ by: 'group', groups: { ...groups, data: Int32Array.of(0, 0, 0, 0, 2, 0) }, count: 2 }] },
      { argument: 'request.marginals[0].groups.data', index: [1, 0, 0, 1], found: '2', expected: 'a whole number from -1 to 1' },
    ],
    [
      { marginals: [{ by: 'group', groups: { ...groups, data: [0] }, count: 1 }] },
      { argument: 'request.marginals[0].groups.data', expected: 'an Int32Array' },
    ],
    [
      { marginals: [{ by: 'transition', labels: [0, 1, 0], count: 2 }] },
      { argument: 'request.marginals[0].labels', expected: 'an Int32Array' },
    ],
    [
      { marginals: [{ by: 'transition', labels: new Int32Array(4), count: 2 }] },
      { argument: 'request.marginals[0].labels', found: '4 long', expected: '6 elements' },
    ],
    [
      { marginals: [{ by: 'transition', labels: Int32Array.of(0, 0, 0, 0, -2, 0), count: 2 }] },
      { argument: 'request.marginals[0].labels', index: [1, 1], found: '-2' },
    ],
    [
      { marginals: [{ by: 'transition', labels: Int32Array.of(0, 0, 2), count: 2 }] },
      { argument: 'request.marginals[0].labels', index: [2], found: '2' },
    ],
    [{ marginals: [{ by: 'transition', labels: new Int32Array(3), count: 2 ** 15 + 1 }] }, { argument: 'request.marginals[0].count' }],
  ])('refuses %o', (request, refusal) => {
    expectRefusal(() => checkRequest(pair, request as SolveRequest), refusal);
    // Nothing is estimated or allocated before.
    expectRefusal(() => openReference().solveSync(pair, request as SolveRequest), refusal);
  });

  it('looks at directions inside lengths and band only', () => {
    const problem = denseProblem(
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
      {
        rowLengths: [2, 1],
        columnLengths: [1, 2],
        band: { kind: 'ranges', first: [0, 0, 1, 0], last: [1, 1, 1, 1] },
      },
    );
    const cells = new Set([0, 2, 5]);
    for (let position = 0; position < 8; position++) {
      const moved = new Float64Array(8);
      moved[position] = NaN;
      const check = (): void => checkRequest(problem, { hessianProduct: { along: 'cost', direction: moved } });
      const index = [Math.floor(position / 4), Math.floor(position / 2) % 2, position % 2];
      if (cells.has(position)) expectRefusal(check, { argument: 'request.hessianProduct.direction', index, found: 'NaN' });
      else expect(check, String(index)).not.toThrow();
    }
  });

  it('bounds directions so that weights, temperatures and upstream gradients cannot make a product overflow', () => {
    const extreme = normaliseProblem({
      cost: dense([
        [0, 1],
        [2, 3],
      ]),
      steps: unitSteps,
      stepWeights: [1e140, 1e139, 1e140],
      end: { multiplier: 1e140 },
      temperature: 1e-20,
    });
    const request = (size: number): SolveRequest => ({
      hessianProduct: { along: 'cost', direction: new Float64Array(4).fill(size) },
      upstream: [1e60],
    });
    expectRefusal(() => checkRequest(extreme, request(1)), {
      argument: 'request.hessianProduct.direction',
      index: [0, 0, 0],
      expected: /^a number within ±2\.\d+e-71$/,
    });
    const { hessianProduct } = openReference().solveSync(extreme, request(1e-71));
    expect(hessianProduct!.data.every(Number.isFinite)).toBe(true);
    const alongPenalty: SolveRequest = { hessianProduct: { along: 'cellPenalty', direction: new Float64Array(4).fill(1e60) } };
    expect(() => checkRequest(extreme, alongPenalty)).not.toThrow();
  });
});
