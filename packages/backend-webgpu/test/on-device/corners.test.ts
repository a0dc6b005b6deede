import type { AlignmentProblem } from '@rubato/core';
import { createRandom, DisposedError, normaliseProblem, openReference } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { BufferUsage } from '../../src/device/flags.ts';
import { absent, limitedTo, withBackend } from '../support/backend.ts';
import { open } from '../device/support/on-device.ts';

const dtw = [
  [1, 0],
  [0, 1],
  [1, 1],
] as const;
const random = createRandom(3);
const numbers = (count: number): Float32Array<ArrayBuffer> => Float32Array.from({ length: count }, () => random());

function upload(device: GPUDevice, data: Float32Array<ArrayBuffer>): GPUBuffer {
  const buffer = device.createBuffer({ size: data.byteLength, usage: BufferUsage.STORAGE | BufferUsage.COPY_DST });
  device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}

describe.skipIf(absent !== undefined)('what nobody could see on the device', () => {
  it('makes an item invalid also where a best path is asked for', () =>
    withBackend({}, async (backend) => {
      const cost = backend.featuresCost({
        x: upload(backend.device, Float32Array.of(0, NaN, 2, 0, 1, 2)),
        y: upload(backend.device, Float32Array.of(0, 1, 2, 0, 1, 2)),
        shape: [2, 3, 3],
        dimension: 1,
        localCost: { name: 'squaredEuclidean' },
      });
      const { status, paths } = await backend.solve(normaliseProblem({ cost, steps: dtw }), { path: true });
      expect(status.map(({ kind }) => kind)).toEqual(['invalid', 'solved']);
      expect([...paths![1]]).toEqual([0, 0, 1, 1, 2, 2]);
    }));

  it('leaves it without derivatives of any order', () =>
    withBackend({}, async (backend) => {
      const data = numbers(9);
      data[4] = NaN;
      const cost = backend.denseCost({ data: upload(backend.device, data), shape: [3, 3] });
      const problem = normaliseProblem({ cost, steps: dtw, end: 'lastRow' });
      const direction = numbers(9);
      const found = await backend.solve(problem, { gradient: true, hessianProduct: { along: 'cost', direction } });
      expect(found.status[0].kind).toBe('invalid');
      expect([...found.gradient!.data, ...found.hessianProduct!.data]).toEqual(Array.from({ length: 18 }, () => 0));
    }));
});

describe.skipIf(absent !== undefined)('buffers of the caller', () => {
  it('may be larger than a binding: items and rows go in parts', async () => {
    const gpu = await open();
    const [B, N, K, M] = [6, 40, 50, 7];
    const values = numbers(B * N * K);
    const index = Int32Array.from({ length: B * M }, (_, i) => (i * 7) % K);
    const shape = [B, N, M] as const;
    const rest = {
      steps: [
        [1, 0],
        [1, 1],
      ],
    } as const;
    await withBackend({ on: limitedTo(gpu, 12_000) }, async (backend) => {
      const cost = backend.gatheredCost({ values: upload(gpu.device, values), shape, classes: K, index });
      const host = normaliseProblem({ cost: { kind: 'gathered', values, shape, classes: K, index }, ...rest });
      await checkAgainst(backend, normaliseProblem({ cost, ...rest }), host);
    });
    const matrix = numbers(90 * 80);
    await withBackend({ on: limitedTo(gpu, 12_000) }, async (backend) => {
      const banded = { steps: dtw, band: { kind: 'sakoeChiba', radius: 3 } } as const;
      const cost = backend.denseCost({ data: upload(gpu.device, matrix), shape: [90, 80] });
      const host = normaliseProblem({ cost: { kind: 'dense', data: matrix, shape: [90, 80] }, ...banded });
      await checkAgainst(backend, normaliseProblem({ cost, ...banded }), host);
    });
    gpu.dispose();
  });

  it('are refused by backends on another device', () =>
    withBackend({}, (other) =>
      withBackend({}, async (backend) => {
        const cost = other.denseCost({ data: upload(other.device, numbers(4)), shape: [2, 2] });
        const problem = normaliseProblem({ cost, steps: dtw });
        expect(backend.supports(problem, {})).toEqual({ supported: false, reason: 'the device cost is on another device' });
        await expect(backend.solve(problem, {})).rejects.toThrow('another device');
      }),
    ));

  it.each([undefined, null, 7])('are refused where they are none: %s', (nothing) =>
    withBackend({}, (backend) => {
      expect(() => backend.denseCost({ data: nothing as unknown as GPUBuffer, shape: [2, 2] })).toThrow(/^data/u);
      expect(() => backend.denseCost(nothing as unknown as { data: GPUBuffer; shape: [2, 2] })).toThrow(/^cost/u);
      return Promise.resolve();
    }),
  );
});

describe.skipIf(absent !== undefined)('reading', () => {
  it('refuses what it cannot read', () =>
    withBackend({}, async (backend) => {
      const solution = backend.submit(normaliseProblem({ cost: { kind: 'dense', data: numbers(4), shape: [2, 2] }, steps: dtw }), {});
      await expect(backend.read(solution.values, 6)).rejects.toThrow(/count/u);
      await expect(backend.read(solution.values, 0.5)).rejects.toThrow(/count/u);
      await expect(backend.read(upload(backend.device, numbers(4)))).rejects.toThrow(/COPY_SRC/u);
      solution.dispose();
      await backend.dispose();
      await expect(backend.read(solution.values)).rejects.toThrow(DisposedError);
    }));
});

describe.skipIf(absent !== undefined)('submit', () => {
  it('keeps within maxBytes, or refuses with the bytes', () =>
    withBackend({ maxBytes: 100_000 }, async (backend) => {
      const problem = (side: number): AlignmentProblem =>
        normaliseProblem({ cost: { kind: 'dense', data: numbers(side * side), shape: [side, side] }, steps: dtw });
      expect(() => backend.submit(problem(300), { gradient: true })).toThrow(/the limit is 100000 bytes/u);
      const solution = backend.submit(problem(20), { gradient: true });
      await solution.errors;
      solution.dispose();
    }));
});

type OnBackend = Parameters<Parameters<typeof withBackend>[1]>[0];

/** The answer to a problem on the device is the reference's to the same problem on the host, by `solve` and by `submit`. */
async function checkAgainst(backend: OnBackend, problem: AlignmentProblem, host: AlignmentProblem): Promise<void> {
  const expected = openReference().solveSync(host, { gradient: true });
  const found = await backend.solve(problem, { gradient: true });
  const solution = backend.submit(problem, { gradient: true });
  await solution.errors;
  for (const gradient of [found.gradient!.data, await backend.read(solution.gradient!, expected.gradient!.data.length)]) {
    expect(gradient.length).toBe(expected.gradient!.data.length);
    gradient.forEach((h, k) => expect(Math.abs(h - expected.gradient!.data[k]), `H ${k}`).toBeLessThan(1e-5));
  }
  solution.dispose();
}
