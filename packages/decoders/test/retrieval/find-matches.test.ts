import type { Parameterization, SolveProgress } from '@rubato/core';
import { normaliseProblem, openReference, UnsupportedError } from '@rubato/core';
import type { Match } from '@rubato/decoders';
import { findMatches, linearMemoryPath } from '@rubato/decoders';
import { dtw, softDtw, subsequence } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRejection } from '../long-recordings/rejection.ts';
import { transposePath, transposeProblem } from '../long-recordings/transpose-problem.ts';

const parameterizations: fc.Arbitrary<Parameterization> = fc.constantFrom<Parameterization>(
  subsequence(dtw()),
  subsequence({
    ...dtw({
      steps: [
        [1, 1],
        [2, 1],
        [1, 2],
      ],
    }),
    stepWeights: [2, 1, 1],
  }),
  subsequence({
    ...dtw({
      steps: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    }),
    stepPenalties: [1, 0, -1],
  }),
  subsequence(dtw(), { startPenalty: 1, endPenalty: 1 }),
);

const problems = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 14 }), fc.boolean()).chain(([rows, columns, whole]) =>
  fc
    .array(
      whole
        ? fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 3 }) }, fc.constant(Infinity))
        : fc.double({ min: 0, max: 1, noNaN: true }),
      {
        minLength: rows * columns,
        maxLength: rows * columns,
      },
    )
    .map((data) => ({ kind: 'dense', data: Float64Array.from(data), shape: [rows, columns] }) as const),
);

/** The definition: the reference solver's path to each end alone, then one after the other. */
function slowMatches(
  parameterization: Parameterization,
  cost: { readonly kind: 'dense'; readonly data: Float64Array; readonly shape: readonly [number, number] },
): Match[] {
  const [rows, columns] = cost.shape;
  const { end } = parameterization as { end: { penalty?: number } };
  const ends = Array.from({ length: columns }, (_, m) => {
    const alone = { ...parameterization, end: { cells: [[rows - 1, m] as const], penalty: end.penalty ?? 0 } };
    const { values, paths } = openReference().solveSync(normaliseProblem({ ...alone, cost }), { path: true });
    const path = paths![0];
    return { cost: values[0], normalisedCost: values[0] / rows, firstColumn: path[1], lastColumn: m, path };
  }).filter((match) => match.cost < Infinity);
  const matches: Match[] = [];
  for (const match of ends.toSorted((a, b) => a.cost - b.cost || a.lastColumn - b.lastColumn)) {
    const columnsOf = new Set(Array.from(match.path).filter((_, i) => i % 2 === 1));
    const range = Array.from({ length: match.lastColumn - match.firstColumn + 1 }, (_, i) => match.firstColumn + i);
    expect([Math.min(...columnsOf), Math.max(...columnsOf)]).toEqual([match.firstColumn, match.lastColumn]);
    if (range.every((m) => matches.every((other) => m < other.firstColumn || m > other.lastColumn))) matches.push(match);
  }
  return matches;
}

describe('findMatches', () => {
  it('is the definition, to the bit', async () => {
    let several = 0;
    const property = fc.asyncProperty(
      problems,
      parameterizations,
      fc.integer({ min: 1, max: 4 }),
      async (cost, parameterization, count) => {
        const expected = slowMatches(parameterization, cost);
        expect(await findMatches(cost, { parameterization, count })).toEqual(expected.slice(0, count));
        if (expected.length > 1 && count > 1) several++;
        const limit = expected[0]?.normalisedCost ?? 0;
        const equal = expected.filter(({ normalisedCost }) => normalisedCost <= limit);
        expect(await findMatches(cost, { parameterization, count: 20, largestNormalisedCost: limit })).toEqual(equal);
      },
    );
    await fc.assert(property, { numRuns: 400 });
    expect(several).toBeGreaterThan(100);
  });

  it('finds the best path of the problem with rows and columns exchanged', async () => {
    let found = 0;
    const property = fc.asyncProperty(problems, parameterizations, async (cost, parameterization) => {
      const [match] = await findMatches(cost, { parameterization });
      const [turned] = await linearMemoryPath(normaliseProblem(transposeProblem({ ...parameterization, cost })));
      expect(turned.status === 'aligned' ? turned.cost : undefined).toBe(match?.cost);
      if (turned.status !== 'aligned') return;
      expect(transposePath(turned.path)).toEqual(match.path);
      found++;
    });
    await fc.assert(property, { numRuns: 200 });
    expect(found).toBeGreaterThan(100);
  });

  it('reports cells up to the total, and stops on a signal', async () => {
    const sequence = (length: number): Float64Array => Float64Array.from({ length }, (_, n) => Math.sin(n / 7));
    const features = { x: sequence(300), y: sequence(20000), dimension: 1, localCost: { name: 'absolute' } };
    const cost = { kind: 'features', ...features, shape: [300, 20000] } as const;
    const options = { parameterization: subsequence(dtw()), count: 3 };
    const reports: SolveProgress[] = [];
    const matches = await findMatches(cost, { ...options, onProgress: (progress) => reports.push(progress) });
    expect(matches.map(({ firstColumn, lastColumn }) => lastColumn - firstColumn).every((length) => length > 250 && length < 350)).toBe(
      true,
    );
    expect(matches.length).toBe(3);
    expect(reports.length).toBeGreaterThan(2);
    expect(reports.at(-1)).toEqual({ done: 18e6, total: 18e6 });
    const controller = new AbortController();
    const work = findMatches(cost, { ...options, signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) });
    await expect(work).rejects.toThrow('enough');
  });

  it('refuses soft minima, fixed ends, batches, wrong options and wrong costs', async () => {
    const cost = { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } as const;
    const parameterization = subsequence(dtw());
    await expect(findMatches(cost, { parameterization: subsequence(softDtw()) })).rejects.toThrow(UnsupportedError);
    await expect(findMatches(cost, { parameterization: dtw() })).rejects.toThrow(UnsupportedError);
    await expect(findMatches({ ...cost, shape: [2, 1, 2] }, { parameterization })).rejects.toThrow(UnsupportedError);
    await expectRejection(findMatches(cost, { parameterization, count: 0 }), 'options.count');
    await expectRejection(findMatches(cost, { parameterization, largestNormalisedCost: NaN }), 'options.largestNormalisedCost');
    await expectRejection(findMatches(cost, { parameterization, k: 1 } as never), 'options.k');
    await expectRejection(findMatches(cost, {} as never), 'options.parameterization');
    await expectRejection(findMatches({ ...cost, data: Float64Array.of(0, 1, NaN, 1) }, { parameterization }), 'cost.data', [0, 1, 0]);
  });
});
