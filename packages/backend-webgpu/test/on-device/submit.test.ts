import type { AlignmentProblem, DeviceCost, FeaturesCost, GatheredCost } from '@rubato/core';
import { createRandom, isUnavailable, normaliseProblem, openReference } from '@rubato/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { live } from '../../src/device/buffers.ts';
import { BufferUsage } from '../../src/device/flags.ts';
import type { DeviceRequest, DeviceSolution, OpenedWebGpu } from '../../src/index.ts';
import { deviceStatus, openWebGpu } from '../../src/index.ts';
import { absent } from '../support/backend.ts';

const [B, N, M, D, K] = [3, 9, 7, 4, 5];
const random = createRandom(7);
const numbers = (count: number, least = -1, most = 2): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: count }, () => least + (most - least) * random());
const shape = [B, N, M] as const;
const dtw = [
  [1, 0],
  [0, 1],
  [1, 1],
] as const;
const rest = { steps: dtw, temperature: 0.5, rowLengths: [9, 6, 9], columnLengths: [7, 7, 5] };

let backend: OpenedWebGpu;
beforeAll(async () => {
  const opened = await openWebGpu();
  if (!isUnavailable(opened)) backend = opened;
});
afterAll(async () => await backend?.dispose());

/** A buffer of the caller's, beginning at some byte. */
function upload({ device }: OpenedWebGpu, data: Float32Array<ArrayBuffer>, byteOffset = 0): GPUBuffer {
  const buffer = device.createBuffer({ size: byteOffset + data.byteLength, usage: BufferUsage.STORAGE | BufferUsage.COPY_DST });
  device.queue.writeBuffer(buffer, byteOffset, data);
  return buffer;
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (actual[i] === expected[i]) continue;
    expect(Math.abs(actual[i] - expected[i]), `number ${i}: ${actual[i]}, expected ${expected[i]}`).toBeLessThanOrEqual(tolerance);
  }
}

/** Submits a problem on the device and compares all buffers with the reference's answer to the same problem on the host. */
async function checkSubmit(
  backend: OpenedWebGpu,
  problem: AlignmentProblem,
  host: AlignmentProblem,
  request: DeviceRequest,
): Promise<void> {
  const before = live.buffers;
  await backend.prepare(problem, request);
  const solution = backend.submit(problem, request);
  await solution.errors;
  const expected = openReference().solveSync(host, request);
  expectClose(await backend.read(solution.values, B), expected.values);
  const status = new Uint32Array((await backend.read(solution.status, B)).buffer);
  expect([...status]).toEqual(expected.status.map(({ kind }) => (kind === 'solved' ? deviceStatus.solved : deviceStatus.infeasible)));
  for (const name of ['gradient', 'softAlignment', 'accumulatedCost'] as const) {
    expect(solution[name] !== undefined, name).toBe(request[name] === true);
    if (solution[name] !== undefined) expectClose(await backend.read(solution[name], expected[name]!.data.length), expected[name]!.data);
  }
  if (request.inputGradient === true) await checkInputGradient(backend, solution, expected.inputGradient);
  if (request.path === true) await checkPaths(backend, solution, expected.paths!);
  solution.dispose();
  solution.dispose();
  expect(live.buffers).toBe(before);
}

async function checkInputGradient(backend: OpenedWebGpu, { inputGradient }: DeviceSolution, expected: unknown): Promise<void> {
  const { kind: _kind, ...arrays } = inputGradient!;
  for (const [name, buffer] of Object.entries<GPUBuffer>(arrays)) {
    const wanted = (expected as Record<string, Float32Array>)[name];
    expectClose(await backend.read(buffer, wanted.length), wanted, 2e-5);
  }
}

async function checkPaths(backend: OpenedWebGpu, { paths }: DeviceSolution, expected: readonly Int32Array[]): Promise<void> {
  const cells = new Uint32Array((await backend.read(paths!.cells)).buffer);
  const traces = new Uint32Array((await backend.read(paths!.traces)).buffer);
  expected.forEach((path, b) => {
    const from = 2 * b * (N + M - 1);
    const pairs = Array.from({ length: traces[4 * b + 2] }, (_, k) => [...cells.subarray(from + 2 * k, from + 2 * k + 2)]);
    expect(pairs.reverse().flat()).toEqual([...path]);
  });
}

/** Submits a problem with a NaN in its first item and a far too low cost in its second. */
async function checkFlaws(backend: OpenedWebGpu, problem: AlignmentProblem, request: DeviceRequest): Promise<void> {
  const solution = backend.submit(problem, request);
  expect([...new Uint32Array((await backend.read(solution.status, B)).buffer)]).toEqual([
    deviceStatus.invalid,
    deviceStatus.outOfRange,
    deviceStatus.solved,
  ]);
  const values = await backend.read(solution.values, B);
  expect([...values].map((value) => Number.isFinite(value))).toEqual([false, false, true]);
  const gradient = await backend.read(solution.gradient!);
  expect(gradient.subarray(0, 2 * N * M).every((number) => number === 0)).toBe(true);
  expect(gradient.every((number) => Number.isFinite(number))).toBe(true);
  solution.dispose();
}

/** What strips answer. */
const derivatives: DeviceRequest = { gradient: true, softAlignment: true, inputGradient: true };
const everything: DeviceRequest = { gradient: true, softAlignment: true, accumulatedCost: true, inputGradient: true, path: true };

describe.skipIf(absent !== undefined)(`submit${absent === undefined ? '' : ` (${absent})`}`, () => {
  it('takes a matrix on the device, at an offset', async () => {
    const data = numbers(B * N * M);
    for (const byteOffset of [0, 20, 512]) {
      const buffer = upload(backend, data, byteOffset);
      const cost = backend.denseCost({ data: { buffer, byteOffset }, shape });
      const host = normaliseProblem({ cost: { kind: 'dense', data, shape }, ...rest });
      await checkSubmit(backend, normaliseProblem({ cost, ...rest }), host, everything);
      await checkSubmit(backend, normaliseProblem({ cost, ...rest }), host, derivatives);
      buffer.destroy();
    }
  });

  it('goes from features to loss to gradient', async () => {
    const [x, y] = [numbers(B * N * D, 0.1, 0.9), numbers(B * M * D, 0.1, 0.9)];
    const buffers = { x: upload(backend, x), y: upload(backend, y) };
    for (const localCost of [
      { name: 'squaredEuclidean' },
      { name: 'binaryCrossEntropy' },
      { name: 'negativeLogLikelihood', parameters: { input: 'logits' } },
      { name: 'innerProduct' },
    ]) {
      const cost = backend.featuresCost({ ...buffers, shape, dimension: D, localCost });
      const own: FeaturesCost = { kind: 'features', x, y, shape, dimension: D, localCost };
      const host = normaliseProblem({ cost: own, ...rest });
      await checkSubmit(backend, normaliseProblem({ cost, ...rest }), host, everything);
    }
  });

  it('takes values by class: CTC without a copy of posteriors', async () => {
    const values = numbers(B * N * K, 0.1, 4);
    const index = Int32Array.from({ length: B * M }, (_, i) => (i % 2 === 0 ? 0 : 1 + (i % 4)));
    const ctc = {
      steps: [
        [1, 0],
        [1, 1],
        [1, 2],
      ],
      start: [
        [0, 0],
        [0, 1],
      ],
      end: [
        [-1, -1],
        [-1, -2],
      ],
      columnLengths: rest.columnLengths,
      rowLengths: [9, 3, 9],
    } as const;
    const cost = backend.gatheredCost({ values: upload(backend, values), shape, classes: K, index });
    const own: GatheredCost = { kind: 'gathered', values, shape, classes: K, index };
    for (const request of [everything, derivatives]) {
      await checkSubmit(backend, normaliseProblem({ cost, ...ctc }), normaliseProblem({ cost: own, ...ctc }), request);
    }
  });

  it('takes costs on the host, too, and a band', async () => {
    const band = { kind: 'sakoeChiba', radius: 2.5 } as const;
    const problem = normaliseProblem({ cost: { kind: 'dense', data: numbers(B * N * M), shape }, ...rest, band });
    await checkSubmit(backend, problem, problem, everything);
  });

  it('leaves with the caller what was released', async () => {
    const problem = normaliseProblem({ cost: { kind: 'dense', data: numbers(B * N * M), shape }, ...rest });
    const solution = backend.submit(problem, { gradient: true });
    solution.release(solution.gradient!);
    solution.dispose();
    expect((await backend.read(solution.gradient!)).some((number) => number !== 0)).toBe(true);
    solution.gradient!.destroy();
  });

  it('says in a status word what nobody could see before', async () => {
    const data = numbers(B * N * M);
    data[3] = NaN;
    data[N * M + 2] = -1e25;
    const cost = backend.denseCost({ data: upload(backend, data), shape });
    const problem = normaliseProblem({ cost, ...rest });
    for (const request of [{ gradient: true }, { gradient: true, accumulatedCost: true }]) await checkFlaws(backend, problem, request);
    data[N * M + 2] = 1;
    const solved = await backend.solve(normaliseProblem({ cost: backend.denseCost({ data: upload(backend, data), shape }), ...rest }), {});
    expect(solved.status.map(({ kind }) => kind)).toEqual(['invalid', 'solved', 'solved']);
  });

  it('refuses what cannot be, by name', async () => {
    const buffer = upload(backend, numbers(10));
    expect(() => backend.denseCost({ data: buffer, shape })).toThrow(/data.*756 bytes/u);
    expect(() => backend.denseCost({ data: buffer, shape: [2] as unknown as [number, number] })).toThrow(/shape/u);
    const plain = backend.device.createBuffer({ size: 1000, usage: BufferUsage.COPY_DST });
    expect(() => backend.denseCost({ data: plain, shape })).toThrow(/STORAGE/u);
    expect(() => backend.denseCost({ data: { buffer, byteOffset: 2 }, shape: [1, 1] })).toThrow(/byteOffset/u);
    const index = Int32Array.of(0, 1, 2);
    const cost = backend.gatheredCost({ values: buffer, shape: [2, 3], classes: 2, index });
    expect(() => backend.submit(normaliseProblem({ cost, steps: dtw }), {})).toThrow(/index\[0, 2\]/u);
    const features = { x: buffer, y: buffer, shape: [1, 1] as const, dimension: 2 };
    expect(() => backend.featuresCost({ ...features, localCost: { name: 'nearness' } })).toThrow(/localCost/u);
    const stranger: DeviceCost = { kind: 'device', backend: 'webgpu', handle: {}, shape: [1, 1, 1], precision: 'float32' };
    expect(() => backend.submit(normaliseProblem({ cost: stranger, steps: dtw }), {})).toThrow(/handle/u);
    await expect(backend.solve(normaliseProblem({ cost: { ...stranger, backend: 'other' }, steps: dtw }), {})).rejects.toThrow(/other/u);
  });
});
