import { describe, expect, it } from 'vitest';
import { normaliseSteps } from '../../src/problem/normalise-steps.ts';
import { expectRefusal } from '../support/refusal.ts';

describe('normaliseSteps', () => {
  it('keeps the order, copies and freezes', () => {
    const input = [
      [1, 1],
      [0, 2],
      [2 ** 20, 0],
    ];
    const steps = normaliseSteps(input);
    expect(steps).toEqual(input);
    expect([Object.isFrozen(steps), Object.isFrozen(steps[0]), Object.isFrozen(input[0])]).toEqual([true, true, false]);
  });

  it.each([
    [undefined, { argument: 'steps', found: 'undefined', expected: 'a list of 1 to 64 steps (i, j)' }],
    [[], { argument: 'steps', found: '0 long' }],
    [Array.from({ length: 65 }, (_, i) => [i + 1, 0]), { argument: 'steps', found: '65 long' }],
    [[[1, 0], 3], { argument: 'steps', index: [1], found: '3', expected: 'a pair (rows, columns)' }],
    [[[1, 0, 0]], { argument: 'steps', index: [0] }],
    [[Int32Array.of(1, 1)], { argument: 'steps', index: [0], found: 'a Int32Array' }],
    [
      [
        [1, 0],
        [0, 0],
      ],
      { argument: 'steps', index: [1], found: '(0, 0)', expected: 'a step that advances' },
    ],
    [[[1, -1]], { argument: 'steps', index: [0, 1], found: '-1' }],
    [[[0.5, 1]], { argument: 'steps', index: [0, 0], found: '0.5' }],
    [[[1, 2 ** 20 + 1]], { argument: 'steps', index: [0, 1] }],
    [
      [
        [1, 1],
        [1, 0],
        [1, 1],
      ],
      { argument: 'steps', index: [2], found: '(1, 1) again', expected: 'each step once' },
    ],
  ])('refuses %o', (steps, refusal) => {
    expectRefusal(() => normaliseSteps(steps), refusal);
  });

  it('takes 64 steps', () => {
    expect(normaliseSteps(Array.from({ length: 64 }, (_, i) => [i + 1, 0]))).toHaveLength(64);
  });
});
