import type { AlignmentProblem } from '@rubato/core';
import { createRandom, normaliseProblem } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { live } from '../../src/live.ts';
import { makeCosts } from '../support/costs.ts';
import { open } from '../support/open.ts';

function makeProblem(batch: number, rows: number, columns: number, seed: number): AlignmentProblem {
  const data = makeCosts('uniform up to 50', createRandom(seed), batch * rows, columns);
  return normaliseProblem({ cost: { kind: 'dense', data, shape: [batch, rows, columns] }, steps: [[1, 0], [0, 1], [1, 1]] }); // prettier-ignore
}

/** Labels and blanks by turns, every item with labels of its own, of many or of few classes. */
function makeInterleaved(batch: number, rows: number, labels: number, classes: number): AlignmentProblem {
  const random = createRandom(batch);
  const columns = 2 * labels + 1;
  const index = Int32Array.from({ length: batch * columns }, (_, k) =>
    (k % columns) % 2 === 0 ? 0 : 1 + Math.floor((classes - 1) * random()),
  );
  const values = Float32Array.from({ length: batch * rows * classes }, () => -Math.log(0.01 + random()));
  const weights = Float64Array.from({ length: 3 * columns }, (_, i) => (i % 3 === 2 && Math.floor(i / 3) % 2 === 0 ? Infinity : 1));
  return normaliseProblem({
    cost: { kind: 'gathered', values, classes, index, shape: [batch, rows, columns] },
    steps: [[1, 0], [1, 1], [1, 2]], // prettier-ignore
    stepWeights: { data: weights, shape: [1, 1, columns, 3] },
    start: [[0, 0], [0, 1]], // prettier-ignore
    end: [[-1, -1], [-1, -2]], // prettier-ignore
  });
}

describe('threads', () => {
  it.each([5, 200])('give the same gradient by %i classes as one thread', async (classes) => {
    const [one, two] = [await open(), await open({ threads: 2 })];
    const problem = makeInterleaved(9, 60, 20, classes);
    const wanted = one.solveSync(problem, { inputGradient: true });
    const found = two.solveSync(problem, { inputGradient: true });
    expect(found.values).toEqual(wanted.values);
    expect(found.inputGradient).toEqual(wanted.inputGradient);
    await Promise.all([one.dispose(), two.dispose()]);
  });

  it('give the same bits, whatever the batch, again and again', async () => {
    const [one, three] = [await open(), await open({ threads: 3 })];
    expect([one.threads, three.threads]).toEqual([1, 3]);
    for (const batch of [1, 2, 3, 7, 40]) {
      const problem = makeProblem(batch, 70, 50, batch);
      const wanted = one.solveSync(problem, { gradient: true });
      for (const found of [three.solveSync(problem, { gradient: true }), await three.solve(problem, { gradient: true })]) {
        expect(found.values).toEqual(wanted.values);
        expect(found.gradient!.data).toEqual(wanted.gradient!.data);
      }
    }
    await Promise.all([one.dispose(), three.dispose()]);
    expect(live.workers).toBe(0);
  });

  it('serve the next solve after an abort', async () => {
    const backend = await open({ threads: 2 });
    const large = makeProblem(12, 700, 700, 1);
    const wanted = backend.solveSync(large, { gradient: true });
    const controller = new AbortController();
    const onProgress = (): void => controller.abort(new Error('enough'));
    await expect(backend.solve(large, { gradient: true }, { signal: controller.signal, onProgress })).rejects.toThrow('enough');
    expect((await backend.solve(large, { gradient: true })).gradient!.data).toEqual(wanted.gradient!.data);
    await backend.dispose();
  });

  it('are refused in numbers that are none', async () => {
    await expect(open({ threads: 0 })).rejects.toMatchObject({ code: 'invalid-argument', argument: 'threads' });
    await expect(open({ threads: 1.5 })).rejects.toThrow('a whole number from 1 to 64');
  });
});

describe('costs too large for a factor', () => {
  it.each([3e7, 5e6, 2.8e6])('of %f are right on the shortest of paths', async (cost) => {
    const backend = await open();
    const data = Float32Array.of(0, cost);
    const problem = normaliseProblem({ cost: { kind: 'dense', data, shape: [1, 2] }, steps: [[1, 0], [0, 1], [1, 1]] }); // prettier-ignore
    const { values, gradient } = backend.solveSync(problem, { gradient: true });
    expect(values[0]).toBeCloseTo(cost, -1);
    expect([...gradient!.data]).toEqual([1, 1]);
    await backend.dispose();
  });
});

describe('solves at the same time', () => {
  it('do not meet in memory', async () => {
    const backend = await open({ threads: 2 });
    const problems = [1, 2, 3].map((seed) => makeProblem(3, 300, 400, seed));
    const alone = problems.map((problem) => backend.solveSync(problem, { gradient: true }).gradient!.data);
    const together = await Promise.all(problems.map((problem) => backend.solve(problem, { gradient: true })));
    expect(together.map(({ gradient }) => gradient!.data)).toEqual(alone);
    await backend.dispose();
  });
});

describe('an answer that is handed back', () => {
  it('is written over where it fits, and everything of it is new', async () => {
    const backend = await open();
    const first = backend.solveSync(makeProblem(2, 40, 30, 1), { gradient: true, softAlignment: true });
    const other = makeProblem(2, 40, 30, 2);
    const wanted = backend.solveSync(other, { gradient: true });
    const found = backend.solveSync(other, { gradient: true }, { reuse: first });
    expect(found.gradient!.data).toBe(first.gradient!.data);
    expect(found.gradient!.data).toEqual(wanted.gradient!.data);
    // Another shape does not fit.
    const smaller = backend.solveSync(makeProblem(2, 40, 29, 2), { gradient: true }, { reuse: found });
    expect(smaller.gradient!.data).not.toBe(found.gradient!.data);
    await backend.dispose();
  });

  it('keeps nothing in padding and in items without a path', async () => {
    const backend = await open();
    const first = backend.solveSync(makeProblem(2, 6, 5, 1), { gradient: true });
    const cost = { kind: 'dense', data: makeCosts('uniform up to 50', createRandom(4), 12, 5), shape: [2, 6, 5] } as const;
    cost.data.fill(Infinity, 0, 5);
    const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]], rowLengths: [6, 3], columnLengths: [5, 4] }); // prettier-ignore
    const wanted = backend.solveSync(problem, { gradient: true });
    expect(wanted.status.map(({ kind }) => kind)).toEqual(['infeasible', 'solved']);
    const found = backend.solveSync(problem, { gradient: true }, { reuse: first });
    expect(found.gradient!.data).toBe(first.gradient!.data);
    expect(found.gradient!.data).toEqual(wanted.gradient!.data);
    await backend.dispose();
  });
});
