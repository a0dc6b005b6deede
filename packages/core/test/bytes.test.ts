import type { AlignmentSolution } from '@rubato/core';
import { inputBytes, normaliseProblem, openReference, outputBytes, writerBytes } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from './support/choose.ts';
import { denseProblem } from './support/dense.ts';
import { randomProblem } from './support/random-problem.ts';
import { randomRequest } from './support/random-request.ts';

/** All typed arrays in a value, each once. */
function arraysIn(value: unknown, found = new Set<ArrayBufferView>()): Set<ArrayBufferView> {
  if (ArrayBuffer.isView(value)) found.add(value);
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) arraysIn(part, found);
  return found;
}

const bytesIn = (value: unknown): number => [...arraysIn(value)].reduce((bytes, array) => bytes + array.byteLength, 0);

describe('outputBytes', () => {
  it('are the bytes of all arrays of the solution, paths at their longest', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = choose(seed);
        const problem = normaliseProblem(randomProblem(random));
        const request = randomRequest(random, problem);
        const { paths, ...solution }: AlignmentSolution = openReference().solveSync(problem, request);
        let longest = 0;
        paths?.forEach((path, b) => {
          const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
          const most = rows === 0 || columns === 0 ? 0 : 8 * (rows + columns - 1);
          expect(path.byteLength).toBeLessThanOrEqual(most);
          longest += most;
        });
        expect(outputBytes(problem, request)).toBe(bytesIn(solution) + longest);
      }),
      { numRuns: 1000 },
    );
  });

  it('of the longest path are exact', () => {
    const problem = denseProblem(
      [
        [1, 1, 1],
        [9, 9, 1],
      ],
      {
        steps: [
          [1, 0],
          [0, 1],
        ],
        minimum: 'hardmin',
      },
    );
    const { paths } = openReference().solveSync(problem, { path: true });
    expect(outputBytes(problem, { path: true })).toBe(paths![0].byteLength + 16);
  });
});

describe('inputBytes', () => {
  it('are the bytes of all arrays of the problem, the defaults of boundaries and tables included', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const problem = normaliseProblem(randomProblem(choose(seed)));
        expect(inputBytes(problem)).toBe(bytesIn(problem));
      }),
      { numRuns: 300 },
    );
  });

  it('of a device cost are those of everything else', () => {
    const device = { kind: 'device', backend: 'webgpu', handle: new Float32Array(4), shape: [1, 2, 2], precision: 'float32' } as const;
    const problem = normaliseProblem({ cost: device, steps: [[1, 1]] });
    expect(inputBytes(problem)).toBe(bytesIn({ ...problem, cost: undefined }));
  });
});

describe('writerBytes', () => {
  const rows = [
    [1, 2, 3],
    [4, 5, 6],
  ];

  it('are the row ranges of the layout unless the solution keeps them', () => {
    const band = { kind: 'sakoeChiba', radius: 1 } as const;
    expect(writerBytes(denseProblem(rows), { gradient: true })).toBe(32);
    expect(writerBytes(denseProblem(rows, { band }), { gradient: true })).toBe(0);
    expect(writerBytes(denseProblem(rows, { band }), { path: true })).toBe(32);
  });

  it('are the float64 sums that become float32', () => {
    const single = denseProblem(rows, { precision: 'float32' });
    expect(writerBytes(single, { gradient: true })).toBe(32 + 8);
    // Value, path cost, temperature, four boundary gradients, the two tables, three steps, the cost.
    const request = {
      path: true,
      temperatureGradient: true,
      boundaryGradient: true,
      stepWeightGradient: 'table',
      stepPenaltyGradient: 'table',
      marginals: [{ by: 'step' }],
      inputGradient: true,
    } as const;
    expect(writerBytes(single, request)).toBe(32 + 8 * (1 + 1 + 1 + 4 + 2 + 3 + 6));
  });
});
