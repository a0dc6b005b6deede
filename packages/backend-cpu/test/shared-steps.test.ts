import type { ProblemInput, Step } from '@rubato/core';
import { softmin } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import type { SharedSteps } from '../src/shared-steps.ts';
import { analyse } from '../src/structure.ts';
import { noise } from './support/noise.ts';

const sharedOf = (steps: readonly Step[], rest: Partial<ProblemInput> = {}): SharedSteps | undefined =>
  analyse(noise(4, 5, { steps, ...rest }), {}, softmin).shared;

const ctc: readonly Step[] = [
  [1, 2],
  [1, 0],
  [1, 1],
];
const table = (rows: number, forbids: (n: number, m: number, s: number) => boolean) => ({
  data: Float64Array.from({ length: rows * 15 }, (_, i) => (forbids(Math.floor(i / 15), Math.floor(i / 3) % 5, i % 3) ? Infinity : 1)),
  shape: [1, rows, 5, 3] as const,
});

describe('sharedSteps', () => {
  it('knows neighbours, steps from the row above, and others, whatever their order', () => {
    expect([
      sharedOf([
        [0, 1],
        [1, 1],
        [1, 0],
      ]),
      sharedOf(ctc),
      sharedOf([
        [1, 1],
        [1, 0],
      ]),
      sharedOf([
        [1, 1],
        [2, 1],
        [1, 2],
      ]),
      sharedOf([
        [1, 0],
        [0, 1],
      ]),
    ]).toEqual([
      { kernels: 'neighbours', order: [1, 2, 0], masked: false },
      { kernels: 'rowAbove', order: [1, 2, 0], masked: false },
      { kernels: 'rowAbove', order: [1, 0], masked: false },
      { kernels: 'anySteps', order: [0, 1, 2], masked: false },
      { kernels: 'anySteps', order: [0, 1], masked: false },
    ]);
  });

  it('takes a mask on one of three steps, the same in all rows, and puts that step last', () => {
    const masked = table(1, (_, m, s) => s === 0 && m % 2 === 0);
    expect(sharedOf(ctc, { stepWeights: masked })).toEqual({ kernels: 'rowAbove', order: [1, 2, 0], masked: true });
    expect(sharedOf(ctc, { stepPenalties: [Infinity, 0, 0] })).toEqual({ kernels: 'rowAbove', order: [1, 2, 0], masked: true });
    expect(sharedOf(ctc, { stepWeights: [1, Infinity, 1] })).toEqual({ kernels: 'anySteps', order: [0, 2, 1], masked: true });
    expect(sharedOf(ctc, { stepWeights: table(4, () => false) })?.masked).toBe(false);
  });

  it('declines weights, penalties, masks that vary by row, on several steps or on one of two', () => {
    const declined: readonly (SharedSteps | undefined)[] = [
      sharedOf(ctc, { stepWeights: [1, 1, 2] }),
      sharedOf(ctc, { stepPenalties: [0, 1, 0] }),
      sharedOf(ctc, { stepWeights: table(4, (n, _, s) => s === 0 && n === 2) }),
      sharedOf(ctc, { stepWeights: [Infinity, 1, Infinity] }),
      sharedOf(ctc, { stepWeights: [Infinity, 1, 1], stepPenalties: [0, Infinity, 0] }),
      sharedOf(ctc.slice(1), { stepWeights: [1, Infinity] }),
    ];
    expect(declined).toEqual(declined.map(() => undefined));
  });

  it('does not mistake steps that are cut to the size of the lattice', () => {
    const cut = analyse(noise(4, 1, { steps: ctc }), {}, softmin).shared;
    expect(cut).toEqual({ kernels: 'anySteps', order: [0, 1, 2], masked: false });
  });
});
