import { CellIndex } from '@rubato/core/fronts';
import { DisposedError, MemoryLimitError, openReference, UnsupportedError } from '@rubato/core';
import type { Program } from '@rubato/expression';
import type { MinimumFunction } from '@rubato/minimum';
import { hardmin, softmin } from '@rubato/minimum';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { withBackend } from './support/backend.ts';
import { checkExtremes, checkLongPaths } from './support/check-numbers.ts';
import { everything, plainProblem } from './support/problems.ts';
import { watchDevice } from './support/watch-device.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the recursion', () => {
  it('reads nothing back before the last front is done', () =>
    withBackend({}, async (backend) => {
      const log: string[] = [];
      watchDevice('run', () => log.push('run'));
      watchDevice('read', () => log.push('read'));
      const { path: _, ...request } = everything(2, 6, 6);
      await backend.solve(plainProblem(2, 6, 6), request);
      expect(log.indexOf('read')).toBeGreaterThan(11 * 10);
      expect(log.lastIndexOf('run')).toBe(log.indexOf('read') - 1);
      // Paths are a solve of their own.
      log.length = 0;
      await backend.solve(plainProblem(2, 6, 6), { path: true });
      expect(log.join(' ').match(/run read/g)).toHaveLength(2);
    }));

  it('gives back all numbers, also after an abort', () =>
    withBackend({}, async (backend) => {
      const alive = new Set<unknown>();
      watchDevice('run', (numbers) => alive.add(numbers));
      watchDevice('release', (_, [numbers]) => alive.delete(numbers));
      await backend.solve(plainProblem(2, 5, 4), everything(2, 5, 4));
      backend.solveSync(plainProblem(2, 5, 4), everything(2, 5, 4));
      expect(alive.size).toBe(0);
      const controller = new AbortController();
      const stopped = backend.solve(plainProblem(2, 60, 60), everything(2, 60, 60), {
        signal: controller.signal,
        onProgress: () => controller.abort(new Error('enough')),
      });
      await expect(stopped).rejects.toThrow('enough');
      expect(alive.size).toBe(0);
    }));

  it('compiles a kernel once, whatever the sizes', () =>
    withBackend({}, async (backend) => {
      let compiled = 0;
      watchDevice('compile', () => compiled++);
      await backend.solve(plainProblem(2, 5, 4), { gradient: true });
      // Fill, candidates, value, weights, what stands at the ends, their candidates, alignment, edges, gradient.
      expect(compiled).toBe(9);
      for (const side of [2, 3, 7, 9]) await backend.solve(plainProblem(side, side, 4), { gradient: true });
      expect(compiled).toBe(9);
    }));
});

describe('care', () => {
  it('gives way, says how far it is, and stops with the reason of an abort', () =>
    withBackend({}, async (backend) => {
      const controller = new AbortController();
      const reason = new Error('the caller has left');
      const seen: number[] = [];
      setTimeout(() => controller.abort(reason), 0);
      const solving = backend.solve(
        plainProblem(8, 90, 90),
        { gradient: true },
        { signal: controller.signal, onProgress: ({ done }) => void seen.push(done) },
      );
      await expect(solving).rejects.toBe(reason);
      expect(seen.length).toBeGreaterThan(0);
    }));

  it('gives way while it prepares', () =>
    withBackend({}, async (backend) => {
      let runs = 0;
      watchDevice('run', () => runs++);
      const controller = new AbortController();
      const solving = backend.solve(
        plainProblem(16, 200, 200),
        { gradient: true },
        { signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) },
      );
      await expect(solving).rejects.toThrow('enough');
      expect(runs).toBe(0);
    }));

  it('refuses fronts that are too large before it prepares them', () =>
    withBackend({}, async (backend) => {
      const visits = vi.spyOn(CellIndex.prototype, 'each');
      const steps = [
        [1, 0],
        [1, 1],
      ] as const;
      const problem = plainProblem(1, 1, 2_800_000, { steps });
      await expect(backend.solve(problem, {})).rejects.toThrow('a front of 16800000 numbers is more than its 16777216');
      expect(() => backend.solveSync(problem, {})).toThrow(UnsupportedError);
      expect(visits).not.toHaveBeenCalled();
      backend.solveSync(plainProblem(1, 2, 2, { steps }), {});
      expect(visits).toHaveBeenCalled();
    }));

  it('stops a solve under way when it is disposed of', () =>
    withBackend({}, async (backend) => {
      const solving = backend.solve(plainProblem(8, 90, 90), { gradient: true });
      await Promise.all([expect(solving).rejects.toBeInstanceOf(DisposedError), backend.dispose()]);
    }));

  it('refuses what does not fit in maxBytes, and solves in just as much as it estimates', async () => {
    const problem = plainProblem(2, 8, 8);
    const { total, plan } = await withBackend({}, (backend) => backend.estimate(problem, { gradient: true }));
    expect(plan).toBe('full');
    await withBackend({ maxBytes: total - 1 }, (backend) =>
      expect(backend.solve(problem, { gradient: true })).rejects.toBeInstanceOf(MemoryLimitError),
    );
    await withBackend({ maxBytes: total }, (backend) => backend.solve(problem, { gradient: true }));
  });

  it('estimates at least the bytes of the numbers that stand on the device', () =>
    withBackend({}, async (backend) => {
      const problem = plainProblem(4, 20, 30, { stepPenalties: [0.5, 0.25, 0] });
      const sizes = new Map<unknown, number>();
      let [standing, peak] = [0, 0];
      watchDevice('run', (numbers, [, size]) => {
        const bytes = 4 * (size as readonly number[]).reduce((product, side) => product * side, 1);
        sizes.set(numbers, bytes);
        standing += bytes;
        peak = Math.max(peak, standing);
      });
      watchDevice('release', (_, [numbers]) => {
        standing -= sizes.get(numbers)!;
      });
      for (const request of [{ gradient: true }, everything(4, 20, 30)]) {
        peak = 0;
        await backend.solve(problem, request);
        const { total } = backend.estimate(problem, request);
        expect(total).toBeGreaterThan(peak);
        expect(total).toBeLessThan(10 * peak);
      }
      expect(standing).toBe(0);
    }));
});

describe('numbers', () => {
  it.each(['start', 'end'] as const)('of a candidate whose cost and penalty cancel at the %s keep their digits', (boundary) =>
    withBackend({}, async (backend) => {
      const cost = { kind: 'dense', data: Float32Array.of(3.3), shape: [1, 1, 1] } as const;
      const problem = plainProblem(1, 1, 1, { cost, minimum: 'hardmin', [boundary]: { multiplier: 3, penalty: -9.8998 } });
      const expected = openReference().solveSync(problem, {}).values[0];
      expect((await backend.solve(problem, {})).values[0]).toBe(expected);
    }),
  );

  it.each(['cost', 'cellPenalty'] as const)('of a Hessian product along %s do not depend on the directions of other items', (along) =>
    withBackend({}, async (backend) => {
      const problem = plainProblem(2, 5, 4);
      const plain = plainProblem(1, 5, 4);
      const { data } = problem.cost as { readonly data: Float32Array };
      const second = plainProblem(1, 5, 4, { cost: { kind: 'dense', data: data.slice(20), shape: [1, 5, 4] } });
      const own = Float64Array.from({ length: 20 }, (_, k) => 1e-16 * ((k % 7) - 3));
      const huge = own.map((value) => 1e41 * value);
      const productOf = async (of: typeof problem, direction: Float64Array): Promise<number[]> => {
        const { hessianProduct } = await backend.solve(of, { hessianProduct: { along, direction } });
        return [...hessianProduct!.data];
      };
      const together = await productOf(problem, Float64Array.of(...huge, ...own));
      expect(together.slice(20).some((value) => value !== 0)).toBe(true);
      expect(together).toEqual([...(await productOf(plain, huge)), ...(await productOf(second, own))]);
    }),
  );

  it.each(['cpu', 'webasm'] as const)('are right near the ends of float32 in mode %s', (mode) =>
    withBackend({ mode }, (backend) => checkExtremes(backend)),
  );

  it.each(['cpu', 'webasm'] as const)('do not suffer from long paths in mode %s', (mode) =>
    withBackend({ mode }, (backend) => checkLongPaths(backend, 200)),
  );

  it('takes a minimum function of the caller by its program, and declines one without, saying why', async () => {
    const least: MinimumFunction = { ...hardmin, name: 'own' };
    const { program: _, ...rest } = softmin;
    const silent: MinimumFunction = { ...rest, name: 'silent' };
    await withBackend({ minimums: { own: least, silent } }, async (backend) => {
      const own = await backend.solve(plainProblem(1, 5, 5, { minimum: 'own' }), {});
      const expected = openReference().solveSync(plainProblem(1, 5, 5, { minimum: 'hardmin' }), {});
      expect(own.values[0]).toBeCloseTo(expected.values[0], 5);
      expect(backend.supports(plainProblem(1, 5, 5, { minimum: 'silent' }), {})).toEqual({
        supported: false,
        reason: "the minimum function 'silent' has no program",
      });
    });
  });

  it('lets no name of a program into a kernel', () => {
    const name = 'x[0]; throw new Error("injected"); //';
    const renamed = JSON.stringify(softmin.program).replaceAll('"name":"least"', `"name":${JSON.stringify(name)}`);
    const sly: MinimumFunction = { ...softmin, name, program: JSON.parse(renamed) as Program };
    return withBackend({ minimums: { sly } }, (backend) => {
      const answer = backend.solveSync(plainProblem(1, 5, 5, { minimum: 'sly' }), { gradient: true });
      const same = backend.solveSync(plainProblem(1, 5, 5, { minimum: 'softmin' }), { gradient: true });
      expect({ ...answer, status: [] }).toEqual({ ...same, status: [] });
    });
  });

  it('takes best paths of the hard minimum, whatever the caller calls so', () =>
    withBackend({ minimums: { hardmin: softmin } }, async (backend) => {
      const problem = plainProblem(2, 5, 6, { minimum: 'hardmin' });
      const { paths, values } = await backend.solve(problem, { path: true, gradient: true });
      expect(paths).toEqual(openReference().solveSync(problem, { path: true }).paths);
      const soft = openReference().solveSync(plainProblem(2, 5, 6, { minimum: 'softmin' }), {});
      expect(Math.abs(values[1] - soft.values[1])).toBeLessThan(1e-5);
    }));

  it('refuses weights that float32 cannot multiply by', () =>
    withBackend({}, async (backend) => {
      const solving = backend.solve(plainProblem(1, 3, 3, { stepWeights: 1e20 }), {});
      await expect(solving).rejects.toBeInstanceOf(UnsupportedError);
      await expect(solving).rejects.toThrow('100000000000000000000 is too large');
    }));

  it('declines steps that reach further back than its kernels read', () =>
    withBackend({}, (backend) => {
      const far = plainProblem(1, 20, 20, {
        steps: [
          [9, 0],
          [0, 1],
        ],
      });
      expect(backend.supports(far, {})).toEqual({
        supported: false,
        reason: 'its kernels read at most 8 earlier fronts (rows, columns or anti-diagonals); these steps reach 9 back',
      });
      const near = plainProblem(1, 20, 20, {
        steps: [
          [8, 0],
          [0, 1],
        ],
      });
      expect(backend.solveSync(near, {}).mode).toBe('cpu');
    }));
});
