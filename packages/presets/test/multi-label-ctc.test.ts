import type { AlignmentSolution, ProblemInput } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import type { MultiLabelSequences } from '@rubato/presets';
import { ctc, extendMultiLabels, multiLabelCtc } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from './support/close.ts';
import { collapse, labelPaths } from './support/label-paths.ts';
import { solve } from './support/reference.ts';

function problem(x: Float64Array, N: number, labels: MultiLabelSequences, blank: number, classes?: number): ProblemInput {
  const y = extendMultiLabels(labels, { blank, ...(classes === undefined ? {} : { classes }) });
  const localCost = { name: 'multiLabelCtc', parameters: { blank } } as const;
  const cost = { kind: 'features', x, y: y.data, shape: [labels.length, N, y.shape[1]], dimension: y.shape[2], localCost } as const;
  return { ...multiLabelCtc(labels), cost };
}

const solveItem = (x: Float64Array, N: number, labels: MultiLabelSequences[number], blank: number, classes: number): AlignmentSolution =>
  solve(problem(x, N, [labels], blank, classes));

describe('multiLabelCtc', () => {
  it('has the lattice of CTC, equal rows taken as repeats', () => {
    const { columnClasses: _, ...single } = ctc([[1, 1, 2], [], [3]]);
    expect(
      multiLabelCtc([
        [
          [1, 0],
          [1, 0],
          [0, 0],
        ],
        [],
        [[1, 1]],
      ]),
    ).toEqual(single);
    expect(Object.isFrozen(multiLabelCtc([[[1]]]))).toBe(true);
  });

  it('is the sum over all paths of label sets', () => {
    // Paths over the blank (class 0) and all four subsets of two classes: p(set | frame) of equations (28) to (30).
    const sets = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const probability = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 2 }),
        fc.array(probability, { minLength: 12, maxLength: 12 }),
        fc.array(fc.constantFrom(1, 2, 3, 4), { maxLength: 3 }),
        (N, blank, numbers, chosen) => {
          const x = Float64Array.from(numbers.slice(0, N * 3));
          const others = [0, 1, 2].filter((d) => d !== blank);
          const p = (n: number, symbol: number): number => {
            const blankProbability = x[n * 3 + blank];
            if (symbol === 0) return blankProbability;
            const factors = others.map((d, k) => (sets[symbol - 1][k] === 1 ? x[n * 3 + d] : 1 - x[n * 3 + d]));
            return factors.reduce((product, factor) => product * factor, 1 - blankProbability);
          };
          let total = 0;
          for (const path of labelPaths(N, 5)) {
            if (collapse(path, 0).join() === chosen.join()) total += path.reduce((product, symbol, n) => product * p(n, symbol), 1);
          }
          const solution = solveItem(
            x,
            N,
            chosen.map((symbol) => sets[symbol - 1]),
            blank,
            2,
          );
          expectClose('loss', solution.values, [-Math.log(total)], { atol: 1e-10, rtol: 1e-10 });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuses rows that are wrong', () => {
    expect(() => multiLabelCtc([[[1, 0], [1]]])).toThrow('labels[0, 1] is a list of 1; expected a row of 2 numbers like the others');
    expect(() => multiLabelCtc([[[1, 0]], [[1, 2]]])).toThrow('labels[1, 0, 1] is 2; expected a number from 0 to 1');
    expect(() => multiLabelCtc([[[]]])).toThrow(InvalidArgumentError);
    expect(() => multiLabelCtc([[1, 2]] as unknown as MultiLabelSequences)).toThrow('labels[0, 0] is 1; expected a multi-hot row');
    expect(() => multiLabelCtc([[[NaN]]])).toThrow('labels[0, 0, 0] is NaN');
    expect(() => multiLabelCtc(new Array(1))).toThrow('labels[0] is undefined');
    expect(() => multiLabelCtc([])).toThrow(InvalidArgumentError);
  });
});
