import * as tf from '@tensorflow/tfjs-core';
import { MemoryLimitError, openReference, UnsupportedError } from '@rubato/core';
import type { MinimumFunction } from '@rubato/minimum';
import { hardmin, softmin } from '@rubato/minimum';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { withBackend } from './support/backend.ts';
import { useCpu } from './support/cpu.ts';
import { everything, plainProblem } from './support/problems.ts';

beforeAll(useCpu);

let before = 0;
beforeEach(() => {
  before = tf.memory().numTensors;
});

// Every test of this file ends with as many tensors as it began with.
afterEach(() => {
  vi.restoreAllMocks();
  checkTensors();
});

function checkTensors(): void {
  expect(tf.memory().numTensors).toBe(before);
}

describe('the recursion', () => {
  it('reads nothing back: all that is read is read when the last front is done', () =>
    withBackend({}, async (backend) => {
      // Kernels of tfjs's cpu backend read arrays by themselves, so that only the tensors' own methods tell. On webgl and webgpu, see browser/.
      const spied = vi.spyOn(tf.Tensor.prototype, 'data');
      const refuse = (): never => {
        throw new Error('a synchronous read-back');
      };
      for (const name of ['dataSync', 'arraySync', 'array', 'bytes', 'buffer', 'bufferSync'] as const) {
        vi.spyOn(tf.Tensor.prototype, name).mockImplementation(refuse);
      }
      const counts: number[] = [];
      for (const side of [4, 16]) {
        spied.mockClear();
        await backend.solve(plainProblem(2, side, side), everything(2, side, side));
        counts.push(spied.mock.calls.length);
      }
      // As many reads for 31 fronts as for 7: values, end weights, D, E, H, marginals, slopes, end slopes, product; three for the path.
      expect(counts).toEqual([12, 12]);
    }));

  it('needs no gradient of tfjs, and works inside a tidy of the caller', () =>
    withBackend({}, async (backend) => {
      const problem = plainProblem(2, 5, 6);
      let running: Promise<{ readonly values: ArrayLike<number> }> | undefined;
      tf.tidy(() => {
        running = backend.solve(problem, { gradient: true });
      });
      const { values } = (await running)!;
      const expected = openReference().solveSync(problem, {}).values;
      expect(Math.abs(values[1] - expected[1])).toBeLessThan(1e-5);
    }));
});

describe('care', () => {
  it('leaves no tensor behind after many solves, whatever is asked', () =>
    withBackend({}, async (backend) => {
      for (let round = 0; round < 20; round++) {
        await backend.solve(plainProblem(2, 3 + (round % 3), 4), everything(2, 3 + (round % 3), 4));
        expect(tf.memory().numTensors).toBe(before);
      }
    }));

  it('gives way, says how far it is, and stops with the reason of an abort', () =>
    withBackend({}, async (backend) => {
      const problem = plainProblem(8, 90, 90);
      const controller = new AbortController();
      const reason = new Error('the caller has left');
      const seen: number[] = [];
      setTimeout(() => controller.abort(reason), 0);
      const solving = backend.solve(
        problem,
        { gradient: true },
        { signal: controller.signal, onProgress: ({ done }) => void seen.push(done) },
      );
      await expect(solving).rejects.toBe(reason);
      expect(seen.length).toBeGreaterThan(0);
      expect(tf.memory().numTensors).toBe(before);
    }));

  it('leaves no tensor behind where a program is wrong', () => {
    const broken: MinimumFunction = {
      ...softmin,
      name: 'broken',
      program: { bindings: [], outputs: { ...softmin.program!.outputs } },
    };
    return withBackend({ minimums: { broken } }, async (backend) => {
      await expect(backend.solve(plainProblem(1, 3, 3, { minimum: 'broken' }), {})).rejects.toBeInstanceOf(RangeError);
    });
  });

  it('refuses what does not fit in maxBytes, and solves in just as much as it estimates', async () => {
    const problem = plainProblem(2, 8, 8);
    const { total, plan } = await withBackend({}, (backend) => backend.estimate(problem, { gradient: true }));
    expect(plan).toBe('full');
    await withBackend({ maxBytes: total - 1 }, (backend) =>
      expect(backend.solve(problem, { gradient: true })).rejects.toBeInstanceOf(MemoryLimitError),
    );
    await withBackend({ maxBytes: total }, (backend) => backend.solve(problem, { gradient: true }));
  });

  it('estimates at least the bytes of the tensors that stand', () =>
    withBackend({}, async (backend) => {
      const problem = plainProblem(4, 20, 30, { stepPenalties: [0.5, 0.25, 0] });
      const request = { gradient: true, edgeMarginals: true, temperatureGradient: true } as const;
      const atStart = tf.memory().numBytes;
      let peak = 0;
      const keep = tf.keep;
      // A tensor is kept when it is made to stay: that is when to look.
      const counting = {
        ...tf,
        keep: (<T extends tf.Tensor>(tensor: T): T => {
          peak = Math.max(peak, tf.memory().numBytes - atStart);
          return keep(tensor);
        }) as typeof tf.keep,
      };
      await withBackend({ tf: counting }, (counted) => counted.solve(problem, request));
      const { total } = backend.estimate(problem, request);
      expect(peak).toBeGreaterThan(0);
      expect(total).toBeGreaterThan(peak);
      expect(total).toBeLessThan(6 * peak);
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

  it('computes with costs and temperatures near the ends of float32', () =>
    withBackend({}, async (backend) => {
      for (const [scale, temperature] of [
        [1e30, 1e30],
        [1e-30, 1e-31],
        [1, 1e-60],
        [1e-20, 1e60],
        [1e35, 1e-35],
      ]) {
        const small = plainProblem(1, 6, 5);
        const data = (small.cost as { readonly data: Float32Array }).data.map((value) => value * scale);
        const cost = { kind: 'dense', data, shape: [1, 6, 5] } as const;
        const problem = plainProblem(1, 6, 5, { cost, temperature });
        const answer = await backend.solve(problem, { gradient: true, path: true });
        const expected = openReference().solveSync(problem, { gradient: true, path: true });
        expect(answer.paths).toEqual(expected.paths);
        const finite = Math.fround(expected.values[0]);
        if (Number.isFinite(finite)) expect(Math.abs(answer.values[0] / finite - 1)).toBeLessThan(1e-5);
        answer.gradient!.data.forEach((value, k) => expect(Math.abs(value - expected.gradient!.data[k])).toBeLessThan(1e-4));
      }
    }));

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
});
