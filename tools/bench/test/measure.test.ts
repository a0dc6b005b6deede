import { describe, expect, it } from 'vitest';
import { normaliseProblem } from '@rubato/core';
import { cases, makeProblem } from '../src/cases.ts';
import { measure } from '../src/measure.ts';
import { makeReport, toMarkdown } from '../src/report.ts';
import { runCase } from '../src/run-case.ts';

describe('measure', () => {
  it('runs contenders in turn, two rounds unmeasured', () => {
    const order: string[] = [];
    const timings = measure(
      ['a', 'b'].map((name) => ({ name, run: () => void order.push(name) })),
      3,
    );
    expect(order.join('')).toBe('ababababab');
    expect(timings.map(({ rounds }) => rounds)).toEqual([3, 3]);
    for (const { lower, median, upper } of timings) {
      expect(lower).toBeLessThanOrEqual(median);
      expect(median).toBeLessThanOrEqual(upper);
    }
  });
});

describe('cases', () => {
  it.each(cases.map((benchCase) => [benchCase.name, benchCase] as const))('%s is a problem of its size', (_, benchCase) => {
    const small = { ...benchCase, batch: 1 };
    const { batch, rows, columns } = normaliseProblem(makeProblem(small, 1));
    expect([batch, rows, columns]).toEqual([1, benchCase.rows, benchCase.columns]);
  });
});

describe('runCase', () => {
  it('measures soft-DTW beside the textbook peer, which must give the same answer', () => {
    const result = runCase({ name: 'small', kind: 'soft-dtw', batch: 2, rows: 20, columns: 10 }, 2, 1);
    expect(result.cells).toBe(400);
    expect(result.timings).toHaveLength(3);
    expect(result.ratio).toBeGreaterThan(0);
    expect(toMarkdown(makeReport([result], 2, 1))).toContain('| small | cpu, forward |');
  });
});
