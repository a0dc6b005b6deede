import { toDense } from '@rubato/core';
import fc from 'fast-check';
import { problemCases } from '../arbitraries/problem-case.ts';
import { enumerate } from '../oracles/enumeration.ts';
import { expectation } from '../oracles/expectation.ts';
import type { Law } from './law.ts';

function requireNear(actual: number, expected: number, allowed: number, what: string): void {
  if (!(Math.abs(actual - expected) <= allowed)) throw new Error(`${what} is ${actual}, expected ${expected} (tolerance ${allowed})`);
}

export const equalGradients: Law = {
  number: 5,
  name: 'E = H for unit weights',
  sentence: 'For unit weights and default boundaries E = H.',
  async check(context) {
    await context.forAll(problemCases(context.problems({ weighted: false })), async ({ problem, request }) => {
      const asked = { gradient: true, softAlignment: true, ...(request.upstream === undefined ? {} : { upstream: request.upstream }) };
      fc.pre(context.backend.supports(problem, asked).supported);
      const { gradient, softAlignment } = await context.backend.solve(problem, asked);
      const expected = expectation(problem, asked, false);
      const [H, E] = [toDense(gradient!), toDense(softAlignment!)];
      const perItem = H.length / problem.batch;
      H.forEach((value, k) =>
        requireNear(value, E[k], expected.smoothToleranceOf('softAlignment', Math.floor(k / perItem)), `H against E at position ${k}`),
      );
      context.saw(...H);
      context.tally.items += problem.batch;
    });
  },
};

export const rowSums: Law = {
  number: 5,
  name: 'rows of E sum to 1',
  sentence: "Where every step advances one row, starts lie in row 0 and ends in the last row, each row of a feasible item's E sums to 1.",
  async check(context) {
    const oneRow = problemCases(
      context.problems({ steps: ['ctc', 'twoSteps'], starts: ['corner', 'firstRow'], ends: ['corner', 'lastRow'] }),
    );
    await context.forAll(oneRow, async ({ problem, request }) => {
      const asked = { softAlignment: true, ...(request.upstream === undefined ? {} : { upstream: request.upstream }) };
      fc.pre(context.backend.supports(problem, asked).supported);
      const { softAlignment, values } = await context.backend.solve(problem, asked);
      fc.pre(values.some((value) => value !== Infinity));
      const expected = expectation(problem, asked, false);
      const E = toDense(softAlignment!);
      const { rows, columns } = problem;
      for (let row = 0; row < problem.batch * rows; row++) {
        const [b, n] = [Math.floor(row / rows), row % rows];
        let sum = 0;
        for (let m = 0; m < columns; m++) sum += E[row * columns + m];
        const want = values[b] === Infinity || n >= problem.rowLengths[b] ? 0 : (asked.upstream?.[b] ?? 1);
        requireNear(sum, want, columns * expected.smoothToleranceOf('softAlignment', b), `the sum of row ${n} of item ${b}`);
      }
      context.saw(...E);
      context.tally.items += problem.batch;
    });
  },
};

export const expectedLength: Law = {
  number: 5,
  name: 'sum of E',
  sentence: 'The sum of E is the expected path length: that of all edges but the ends, and of all paths where they can be listed.',
  async check(context) {
    await context.forAll(problemCases(context.problems({ rows: [1, 5], columns: [1, 5] })), async ({ problem, request }) => {
      const asked = {
        softAlignment: true,
        marginals: [{ by: 'step' } as const],
        boundaryGradient: true,
        ...(request.upstream === undefined ? {} : { upstream: request.upstream }),
      };
      fc.pre(context.backend.supports(problem, asked).supported);
      const { softAlignment, marginals, boundaryGradient, values } = await context.backend.solve(problem, asked);
      const expected = expectation(problem, asked, false);
      const E = toDense(softAlignment!);
      const sumOf = (data: ArrayLike<number>, b: number): number => {
        const perItem = data.length / problem.batch;
        let sum = 0;
        for (let k = b * perItem; k < (b + 1) * perItem; k++) sum += data[k];
        return sum;
      };
      for (let b = 0; b < problem.batch; b++) {
        const own = expected.conditions[b];
        const allowed = own.pathLength ** 2 * expected.smoothToleranceOf('softAlignment', b);
        const length = sumOf(E, b);
        const edges = sumOf(marginals![0].data, b) + sumOf(boundaryGradient!.startPenalty.data, b);
        requireNear(length, edges, allowed, `the sum of E of item ${b} against that of its edges`);
        const listed = expected.items[b].minimum.name === 'softmin' ? enumerate(expected.items[b]) : undefined;
        if (listed === undefined) continue;
        requireNear(
          length,
          values[b] === Infinity ? 0 : listed.expectedLength * (asked.upstream?.[b] ?? 1),
          allowed,
          `the sum of E of item ${b} against its ${listed.paths} paths`,
        );
        context.count('items by listing paths');
      }
      context.saw(...E);
      context.tally.items += problem.batch;
    });
  },
};
