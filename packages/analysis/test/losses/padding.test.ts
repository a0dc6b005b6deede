import { alignmentEntropy, computeLossSync, expectedAlignment, sharpCost } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import type { AlignmentProblem } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import { expect, it } from 'vitest';
import { numbers } from './problems.ts';

const backend = openCpu();

it('does not look at tables where an item has no cell', () => {
  const cost = { kind: 'dense', data: numbers(24), shape: [2, 3, 4] } as const;
  const lengths = { rowLengths: [2, 3], columnLengths: [4, 3] };
  const inPadding = (inside: number, outside: number) => {
    const data = new Float64Array(2 * 3 * 4 * 3).fill(inside);
    for (const [b, n, m] of [
      [0, 2, 0],
      [0, 2, 3],
      [1, 0, 3],
      [1, 2, 3],
    ]) {
      data.fill(outside, ((b * 3 + n) * 4 + m) * 3, ((b * 3 + n) * 4 + m + 1) * 3);
    }
    return { data, shape: [2, 3, 4, 3] } as const;
  };
  const boundaries = {
    start: { set: 'firstColumn', penalty: { data: Float64Array.of(0, 0, 7, 0, 0, 0), shape: [2, 3] } },
    end: { set: 'lastRow', multiplier: { data: Float64Array.of(0, 0, 0, 0, 0, 0, 0, 7), shape: [2, 4] } },
  } as const;
  const problem = normaliseProblem({
    ...softDtw(),
    cost,
    ...lengths,
    ...boundaries,
    stepPenalties: inPadding(0, 7),
    stepWeights: inPadding(1, 7),
  });
  const clean = normaliseProblem({ ...softDtw(), cost, ...lengths, start: { set: 'firstColumn' }, end: { set: 'lastRow' } });
  let solves = 0;
  const counting = openCpu();
  const solveSync = counting.solveSync.bind(counting);
  counting.solveSync = (...question) => {
    solves++;
    return solveSync(...question);
  };
  for (const make of [sharpCost, alignmentEntropy, (given: AlignmentProblem) => expectedAlignment(given, numbers(24).fill(0.5))]) {
    solves = 0;
    const found = computeLossSync(make(problem), { backend: counting, gradient: true });
    expect(solves).toBe(1);
    const expected = computeLossSync(make(clean), { backend, gradient: true });
    expect(Array.from(found.values)).toEqual(Array.from(expected.values));
    // The solver may take another route through a table than through a constant.
    found.gradient!.data.forEach((slope: number, cell: number) => expect(slope).toBeCloseTo(expected.gradient!.data[cell], 12));
  }
  // Inside it does count.
  const penalised = normaliseProblem({ ...softDtw(), cost, ...lengths, stepPenalties: inPadding(7, 0) });
  expect(() => sharpCost(penalised)).toThrow('one is 7');
});
