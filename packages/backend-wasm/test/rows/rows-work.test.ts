import { problemCases } from '@rubato/conformance';
import type { AlignmentSolution } from '@rubato/core';
import { latticeLayout, openReference } from '@rubato/core';
import { localCosts } from '@rubato/costs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowsWork } from '../../src/rows/rows-work.ts';
import { rowsServe } from '../../src/rows/serves.ts';
import { costSource } from '../../src/strips/sources.ts';
import { instances, runAlone } from './support/run-alone.ts';

/** All numbers of a solution. */
function numbersOf({ values, gradient, softAlignment, inputGradient }: AlignmentSolution): readonly ArrayLike<number>[] {
  const ofInput = Object.values(inputGradient ?? {}).filter((part): part is Float32Array => typeof part !== 'string');
  return [values, gradient?.data ?? [], softAlignment?.data ?? [], ...ofInput];
}

describe.each(Object.entries(instances))('items whose steps all advance one row, %s', (_, instance) => {
  const options = { minimums: ['softmin'], precisions: ['float32'], steps: ['ctc', 'twoSteps', 'any'], columns: [1, 30] } as const;

  it.each([
    [9, 1, 400],
    [10, 50, 300],
  ])('stay in their place and give the same bits from checkpoints and in slices (%#)', (most, least, numRuns) => {
    let feasible = 0;
    fc.assert(
      fc.property(problemCases({ ...options, rows: [Math.min(least, most), Math.max(least, most)] }), ({ problem, request }) => {
        const { upstream } = request;
        const asked = { gradient: true, softAlignment: true, inputGradient: true, ...(upstream && { upstream }) };
        const layout = latticeLayout(problem);
        const source = costSource(problem, layout, localCosts);
        fc.pre(source !== undefined && rowsServe(problem, asked));
        const found = runAlone(instance, new RowsWork(problem, asked, layout, source, false), problem, asked);
        fc.pre(found !== undefined);
        const again = runAlone(instance, new RowsWork(problem, asked, layout, source, true), problem, asked, 1);
        expect(numbersOf(again!)).toEqual(numbersOf(found));
        // Without a backward pass only two rows are kept.
        expect(runAlone(instance, new RowsWork(problem, {}, layout, source, false), problem, {})!.values).toEqual(found.values);
        const wanted = openReference().solveSync(problem, {}).values;
        wanted.forEach((value, b) => expect(found.values[b] === Infinity).toBe(value === Infinity));
        feasible += wanted.filter((value) => value < Infinity).length;
      }),
      { numRuns, maxSkipsPerRun: 50 },
    );
    expect(feasible).toBeGreaterThan(numRuns / 4);
  });
});
