import type { AlignmentProblem, ProblemInput, SolveRequest } from '@rubato/core';
import { createRandom, latticeLayout, normaliseProblem, openReference } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { GeneralBackend } from './support/general-backend.ts';

const neighbours = [[1, 0], [0, 1], [1, 1]] as const; // prettier-ignore

function noise(rows: number, columns: number, rest: Partial<ProblemInput> = {}): AlignmentProblem {
  const random = createRandom(1);
  const cost = { kind: 'dense', data: Float32Array.from({ length: rows * columns }, random), shape: [rows, columns] } as const;
  return normaliseProblem({ cost, steps: neighbours, ...rest });
}

const wide = {
  kind: 'features',
  x: new Float32Array(100 * 2000).fill(1),
  y: new Float32Array(600 * 2000),
  shape: [100, 600],
  dimension: 2000,
  localCost: { name: 'squaredEuclidean' },
} as const;

/** With the most cells that a piece may visit: what takes a millisecond or two on a machine of 2025. */
const cases: readonly (readonly [string, AlignmentProblem, SolveRequest, number])[] = [
  ['soft-DTW', noise(900, 1100), { gradient: true }, 2e5],
  ['the best path', noise(3000, 2000, { minimum: 'hardmin' }), { path: true }, 5e5],
  ['many features', noise(1, 1, { cost: wide }), { gradient: true }, 1e3],
  ['the best path of many features', noise(1, 1, { cost: wide, minimum: 'hardmin' }), { path: true }, 1e4],
  ['a long row', noise(1, 1_000_000), { temperatureGradient: true }, 2e5],
  ['long rows in strips', noise(10, 300_000, { minimum: 'hardmin' }), { path: true, gradient: true }, 5e5],
  ['a long column', noise(300_000, 2), { gradient: true, path: true }, 1e5],
  ['logarithms', noise(600, 600, { temperature: 1e-9 }), { gradient: true }, 2e4],
];

describe.each(cases)('the work on %s', (_name, problem, request, most) => {
  it('is cut into pieces of a millisecond or two', () => {
    const backend = new GeneralBackend();
    const pieces: number[] = [];
    backend.solveAlone(problem, request, (done) => pieces.push(done));
    expect(pieces.length).toBeGreaterThan(5);
    const cells = pieces.reduce((sum, done) => sum + done, 0);
    expect(pieces.reduce((largest, done) => Math.max(largest, done), 0)).toBeLessThanOrEqual(most);
    const layout = latticeLayout(problem);
    const { visits } = backend.planOf(problem, request, layout);
    // Logarithms come after a pass that was given up.
    expect(cells).toBeGreaterThanOrEqual(visits * layout.cells);
    expect(cells).toBeLessThan((visits + 1) * layout.cells);
  });
});

describe('a row of many pieces', () => {
  it.each([
    ['softmin', neighbours],
    [
      'softmin',
      [
        [1, 0],
        [1, 2],
      ],
    ],
    [
      'softmin',
      [
        [1, 0],
        [0, 1],
        [1, 1],
        [2, 2],
      ],
    ],
    ['hardmin', neighbours],
  ] as const)('has the answer of the reference: %s by %j', (minimum, steps) => {
    const problem = noise(4, 120_000, { minimum, steps, start: 'firstRow', end: 'lastRow' });
    const request = { gradient: true } as const;
    const [found, expected] = [new GeneralBackend(), openReference()].map((backend) => backend.solveSync(problem, request));
    expect(found.values[0]).toBeCloseTo(expected.values[0], 4);
    let most = 0;
    expected.gradient!.data.forEach((value, k) => (most = Math.max(most, Math.abs(value - found.gradient!.data[k]))));
    expect(most).toBeLessThan(1e-7);
  });
});

describe('an aborted solve', () => {
  it('stops in the middle, and the next one is right', async () => {
    const backend = new GeneralBackend();
    const problem = noise(1500, 1500);
    const controller = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 0);
    await expect(backend.solve(problem, { gradient: true }, { signal: controller.signal })).rejects.toBe(reason);
    const small = noise(30, 20);
    expect(backend.solveSync(small, {}).values[0]).toBeCloseTo(openReference().solveSync(small, {}).values[0], 5);
  });
});
