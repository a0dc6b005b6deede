import type { CostInput, ProblemInput } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { unitSteps } from '../support/dense.ts';
import { expectRefusal } from '../support/refusal.ts';

const attempt =
  (cost: CostInput, rest: Partial<ProblemInput> = {}) =>
  (): unknown =>
    normaliseProblem({ cost, steps: unitSteps, ...rest });
const BAD = [NaN, -Infinity, 1.01e140, -1.01e140];
const GOOD = [Infinity, 1e140, -1e140, -0, 5e-324];
const COST = 'a number within ±1e+140, or Infinity to forbid the cell';

/** Two items of 3 × 4, lengths (2, 3) and (3, 4), banded to |m - n| ≤ 1. */
const ragged = {
  rowLengths: [2, 3],
  columnLengths: [3, 4],
  band: { kind: 'ranges', first: [0, 0, 1, 0, 0, 1], last: [1, 2, 3, 1, 2, 3] },
} as const satisfies Partial<ProblemInput>;
const isCell = (b: number, n: number, m: number): boolean =>
  n < ragged.rowLengths[b] && m < ragged.columnLengths[b] && Math.abs(m - n) <= 1;
const everyCell = [0, 1].flatMap((b) => [0, 1, 2].flatMap((n) => [0, 1, 2, 3].map((m) => [b, n, m] as const)));

describe('values of costs', () => {
  it('a dense cost: NaN is inert outside lengths and band, refused inside with its index', () => {
    for (const [b, n, m] of everyCell) {
      const data = new Float64Array(24);
      data[(b * 3 + n) * 4 + m] = NaN;
      const action = attempt({ kind: 'dense', data, shape: [2, 3, 4] }, ragged);
      if (isCell(b, n, m)) expectRefusal(action, { argument: 'cost.data', index: [b, n, m], found: 'NaN', expected: COST });
      else expect(action, `${b}, ${n}, ${m}`).not.toThrow();
    }
  });

  it('a banded cost: the same, and its own ranges count', () => {
    const first = Int32Array.of(0, 0, 0, 0, 1, 1);
    const last = Int32Array.of(3, 3, 3, 0, 3, 3);
    let position = 0;
    for (let row = 0; row < 6; row++) {
      for (let m = first[row]; m <= last[row]; m++, position++) {
        const data = new Float64Array(19);
        data[position] = NaN;
        const action = attempt({ kind: 'banded', data, shape: [2, 3, 4], first, last }, ragged);
        const index = [Math.floor(row / 3), row % 3, m] as const;
        if (isCell(...index)) expectRefusal(action, { argument: 'cost.data', index });
        else expect(action, String(index)).not.toThrow();
      }
    }
    expect(position).toBe(19);
  });

  it('a gathered cost: what no column of the row reads is inert', () => {
    const index = Int32Array.of(0, 1, 1, 4, 2, 2, 3, 3);
    for (const [b, n, k] of everyCell.concat([0, 1].flatMap((c) => [0, 1, 2].map((r) => [c, r, 4] as const)))) {
      const values = new Float64Array(30);
      values[(b * 3 + n) * 5 + k] = NaN;
      const action = attempt({ kind: 'gathered', values, shape: [2, 3, 4], classes: 5, index }, ragged);
      if ([0, 1, 2, 3].some((m) => index[b * 4 + m] === k && isCell(b, n, m)))
        expectRefusal(action, { argument: 'cost.values', index: [b, n, k] });
      else expect(action, `${b}, ${n}, ${k}`).not.toThrow();
    }
  });

  it('features: NaN is inert in the padding, refused inside', () => {
    for (const name of ['x', 'y'] as const) {
      const side = name === 'x' ? 3 : 4;
      const lengths = name === 'x' ? ragged.rowLengths : ragged.columnLengths;
      for (let position = 0; position < 2 * side * 2; position++) {
        const [b, n, d] = [Math.floor(position / (2 * side)), Math.floor(position / 2) % side, position % 2];
        const features = { x: new Float64Array(12), y: new Float64Array(16) };
        features[name][position] = NaN;
        const action = attempt({ kind: 'features', ...features, shape: [2, 3, 4], dimension: 2, localCost: { name: 'absolute' } }, ragged);
        if (n < lengths[b])
          expectRefusal(action, { argument: `cost.${name}`, index: [b, n, d], found: 'NaN', expected: 'a number within ±1e+60' });
        else expect(action).not.toThrow();
      }
    }
  });

  it.each([new Float64Array(1), new Float32Array(1)])('takes Infinity and large numbers, refuses larger ones and -Infinity', (data) => {
    const one = (value: number) => {
      data[0] = value;
      return attempt({ kind: 'dense', data, shape: [1, 1] });
    };
    for (const value of GOOD.filter((number) => !(data instanceof Float32Array && Math.abs(number) > 1e38)))
      expect(one(value)).not.toThrow();
    for (const value of BAD.filter((number) => !(data instanceof Float32Array && number === 1.01e140)))
      expectRefusal(one(value), { argument: 'cost.data', index: [0, 0, 0] });
  });

  it('device costs are not looked at', () => {
    const handle = { data: Float64Array.of(NaN) };
    expect(attempt({ kind: 'device', backend: 'webgpu', handle, shape: [1, 1, 1], precision: 'float32' })).not.toThrow();
  });
});

describe('values of features', () => {
  const pair = (x: number, y: number, localCost: { name: string; parameters?: Record<string, string> }) =>
    attempt({ kind: 'features', x: Float64Array.of(x, x), y: Float64Array.of(y, y), shape: [1, 1], dimension: 2, localCost });

  it('stay within ±1e60', () => {
    expect(pair(1e60, -1e60, { name: 'squaredEuclidean' })).not.toThrow();
    expectRefusal(pair(1.01e60, 0, { name: 'squaredEuclidean' }), {
      argument: 'cost.x',
      index: [0, 0, 0],
      expected: 'a number within ±1e+60',
    });
    expectRefusal(pair(0, Infinity, { name: 'squaredEuclidean' }), { argument: 'cost.y', index: [0, 0, 0], found: 'Infinity' });
  });

  it('lie in the domain of the cost, whose words the refusal uses', () => {
    const likelihood = { name: 'negativeLogLikelihood', parameters: { input: 'probabilities' } };
    expectRefusal(pair(1.5, 1, likelihood), {
      argument: 'cost.x',
      index: [0, 0, 0],
      found: '1.5',
      expected: 'a probability between 0 and 1',
    });
  });

  it('may be -Infinity where that is a log-probability, and no smaller than -1e60 otherwise', () => {
    const logs = { name: 'negativeLogLikelihood', parameters: { input: 'logProbabilities' } };
    expect(pair(-Infinity, 1, logs)).not.toThrow();
    expectRefusal(pair(-1e61, 1, logs), { argument: 'cost.x', index: [0, 0, 0] });
    expectRefusal(pair(NaN, 1, logs), { argument: 'cost.x', index: [0, 0, 0] });
  });

  it('make a usable row', () => {
    expectRefusal(pair(0.5, 0, { name: 'negativeLogLikelihood' }), {
      argument: 'cost.y',
      index: [0, 0],
      found: 'a row that cannot be used',
      expected: /an all-zero target row/,
    });
  });
});
