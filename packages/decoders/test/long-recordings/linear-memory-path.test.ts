import { openCpu } from '@rubato/backend-cpu';
import type { SolveProgress } from '@rubato/core';
import { MemoryLimitError, normaliseProblem, openReference, UnsupportedError } from '@rubato/core';
import { linearMemoryBytes, linearMemoryPath } from '@rubato/decoders';
import { dtw, softDtw } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRejection } from './rejection.ts';
import { hardProblems } from './hard-problem.ts';
import { transposePath, transposeProblem } from './transpose-problem.ts';

/** Solves with as many splits as can be: the error says how many bytes are needed at least. */
async function solveSplitting(problem: Parameters<typeof linearMemoryPath>[0]): ReturnType<typeof linearMemoryPath> {
  const error: unknown = await linearMemoryPath(problem, { maxBytes: 1 }).catch((reason: unknown) => reason);
  if (!(error instanceof MemoryLimitError)) expect.fail(`not refused: ${String(error)}`);
  return linearMemoryPath(problem, { maxBytes: error.bytesNeeded });
}

/** A sine with a few overtones, as features of one dimension. */
function sequence(length: number, speed: number): Float64Array {
  return Float64Array.from({ length }, (_, n) => Math.sin(speed * n) + 0.5 * Math.sin(2.7 * speed * n + 1));
}

describe('linearMemoryPath', () => {
  // The first test: before it there is nothing whose memory could be given back meanwhile.
  it('holds the bytes that it says it will, and no fewer than half', async () => {
    const features = { x: sequence(3000, 0.05), y: sequence(40_000, 0.004), dimension: 1, localCost: { name: 'absolute' } };
    const problem = normaliseProblem({ ...dtw(), cost: { kind: 'features', ...features, shape: [3000, 40_000] } });
    const said = linearMemoryBytes(problem);
    const before = process.memoryUsage().arrayBuffers;
    const controller = new AbortController();
    let most = 0;
    const watch = (): void => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      // Everything is allocated before the first row.
      controller.abort(new Error('seen'));
    };
    await expect(linearMemoryPath(problem, { signal: controller.signal, onProgress: watch })).rejects.toThrow('seen');
    expect(most).toBeLessThan(1.1 * said);
    expect(most).toBeGreaterThan(said / 2);
  });

  it('is the reference solver, to the bit, whatever steps, weights, boundaries and band, in one piece and in the smallest', async () => {
    let aligned = 0;
    let infeasible = 0;
    const property = fc.asyncProperty(hardProblems, async (input) => {
      const problem = normaliseProblem(input);
      const { values, paths } = openReference().solveSync(problem, { path: true });
      for (const [item] of [await linearMemoryPath(problem), await solveSplitting(problem)]) {
        if (item.status === 'infeasible') {
          expect(values[0]).toBe(Infinity);
          expect(item.reason).not.toBe('');
          infeasible++;
        } else {
          expect(item.cost).toBe(values[0]);
          expect(Array.from(item.path)).toEqual(Array.from(paths![0]));
          aligned++;
        }
      }
    });
    await fc.assert(property, { numRuns: 1000 });
    expect(aligned).toBeGreaterThan(1000);
    expect(infeasible).toBeGreaterThan(50);
  });

  it('exchanges rows and columns with the problem, to the bit', async () => {
    const withoutBand = hardProblems.filter(({ band }) => band === undefined);
    let aligned = 0;
    const property = fc.asyncProperty(withoutBand, async (input) => {
      const [item] = await linearMemoryPath(normaliseProblem(input));
      const problem = normaliseProblem(transposeProblem(input));
      for (const [turned] of [await linearMemoryPath(problem), await solveSplitting(problem)]) {
        expect(turned.status).toBe(item.status);
        if (item.status !== 'aligned' || turned.status !== 'aligned') continue;
        expect(turned.cost).toBe(item.cost);
        // Of equal paths too: steps and ends keep their order.
        expect(turned.path).toEqual(transposePath(item.path));
        aligned++;
      }
    });
    await fc.assert(property, { numRuns: 300 });
    expect(aligned).toBeGreaterThan(300);
  });

  it('solves ragged batches, features and float32 costs in float64', async () => {
    const x = Float32Array.from([...sequence(30, 0.3), ...sequence(30, 0.2)]);
    const y = Float32Array.from([...sequence(25, 0.35), ...sequence(25, 0.25)]);
    const cost = { kind: 'features', x, y, shape: [2, 30, 25], dimension: 1, localCost: { name: 'squaredEuclidean' } } as const;
    const lengths = { rowLengths: [30, 17], columnLengths: [20, 25] };
    const problem = normaliseProblem({ ...dtw(), cost, ...lengths });
    const { values, paths } = openReference().solveSync(normaliseProblem({ ...dtw(), cost, ...lengths, precision: 'float64' }), {
      path: true,
    });
    const items = await solveSplitting(problem);
    expect(items).toEqual([0, 1].map((b) => ({ status: 'aligned', path: paths![b], cost: values[b] })));
  });

  it('has the path of the whole lattice where it is split many times, in a small part of its memory', async () => {
    const cost = {
      kind: 'features',
      x: sequence(1500, 0.05),
      y: sequence(1300, 0.06),
      shape: [1500, 1300],
      dimension: 1,
      localCost: { name: 'absolute' },
    } as const;
    const problem = normaliseProblem({ ...dtw(), cost });
    const backend = openCpu();
    const { values, paths } = backend.solveSync(problem, { path: true });
    const [item] = await solveSplitting(problem);
    expect(item).toEqual({ status: 'aligned', path: paths![0], cost: values[0] });
    await backend.dispose();
    expect(linearMemoryBytes(problem)).toBeLessThan(1.5e6);
  });

  it('reports cells, never back, up to the total, and stops on a signal', async () => {
    const cost = {
      kind: 'features',
      x: sequence(2000, 0.05),
      y: sequence(2000, 0.06),
      shape: [2000, 2000],
      dimension: 1,
      localCost: { name: 'absolute' },
    } as const;
    const problem = normaliseProblem({ ...dtw(), cost });
    const reports: SolveProgress[] = [];
    await linearMemoryPath(problem, { onProgress: (progress) => reports.push(progress) });
    expect(reports.length).toBeGreaterThan(1);
    expect(reports.at(-1)).toEqual({ done: 8e6, total: 8e6 });
    expect(reports.every(({ done }, i) => i === 0 || done >= reports[i - 1].done)).toBe(true);

    const controller = new AbortController();
    const work = linearMemoryPath(problem, { signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) });
    await expect(work).rejects.toThrow('enough');
    await expect(linearMemoryPath(problem, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
  });

  it('refuses a soft minimum, too little memory, unknown options and what is no problem', async () => {
    const cost = { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } as const;
    await expect(linearMemoryPath(normaliseProblem({ ...softDtw(), cost }))).rejects.toThrow(UnsupportedError);
    const problem = normaliseProblem({ ...dtw(), cost });
    await expect(linearMemoryPath(problem, { maxBytes: 10 })).rejects.toThrow(MemoryLimitError);
    await expectRejection(linearMemoryPath(problem, { maxBytes: NaN }), 'options.maxBytes');
    await expectRejection(linearMemoryPath(problem, { maximumBytes: 1 } as never), 'options.maximumBytes');
    await expectRejection(linearMemoryPath(problem, { signal: 1 } as never), 'options.signal');
    await expectRejection(linearMemoryPath(problem, { onProgress: 1 } as never), 'options.onProgress');
    await expectRejection(linearMemoryPath({} as never), 'problem');
  });
});
