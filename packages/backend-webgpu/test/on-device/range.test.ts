import type { Parameterization } from '@rubato/core';
import { createRandom, InvalidArgumentError, normaliseProblem, openReference } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { BufferUsage } from '../../src/device/flags.ts';
import { deviceStatus } from '../../src/index.ts';
import type { WebGpuBackend } from '../../src/webgpu-backend.ts';
import { absent, withBackend } from '../support/backend.ts';

const dtw = [
  [1, 0],
  [0, 1],
  [1, 1],
] as const;
const localCost = { name: 'squaredEuclidean' } as const;

function upload(device: GPUDevice, data: Float32Array<ArrayBuffer>): GPUBuffer {
  const buffer = device.createBuffer({ size: data.byteLength, usage: BufferUsage.STORAGE | BufferUsage.COPY_DST });
  device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}

/** Two items of features: the second one's are small, so that each needs a unit of its own. */
function sequences(shape: readonly [number, number, number], scale: number): readonly Float32Array<ArrayBuffer>[] {
  const random = createRandom(11);
  const [batch, ...lengths] = shape;
  return lengths.map((length) =>
    Float32Array.from({ length: batch * length }, (_, i) => (i < length ? Math.round(scale * random()) : random())),
  );
}

/** What `submit` answers for features: status words, values, and the gradient by the first sequence. */
async function submitted(backend: WebGpuBackend, shape: readonly [number, number, number], scale: number, rest: object) {
  const [x, y] = sequences(shape, scale);
  const cost = backend.featuresCost({ x: upload(backend.device, x), y: upload(backend.device, y), shape, dimension: 1, localCost });
  const problem = normaliseProblem({ cost, steps: dtw, ...rest });
  const own = { kind: 'features', x: Float64Array.from(x), y: Float64Array.from(y), shape, dimension: 1, localCost } as const;
  const expected = openReference().solveSync(normaliseProblem({ cost: own, steps: dtw, ...rest }), { inputGradient: true });
  await backend.prepare(problem, { inputGradient: true }, { engine: 'fronts' });
  const solution = backend.submit(problem, { inputGradient: true }, { engine: 'fronts' });
  await solution.errors;
  const input = solution.inputGradient as { readonly x: GPUBuffer };
  const status = [...new Uint32Array((await backend.read(solution.status, shape[0])).buffer)];
  const answer = { status, values: await backend.read(solution.values, shape[0]), gradient: await backend.read(input.x, x.length) };
  solution.dispose();
  return { ...answer, expected };
}

function checkClose(actual: ArrayLike<number>, expected: ArrayLike<number>, relative: number, absolute: number): void {
  expect(actual.length).toBe(expected.length);
  for (let k = 0; k < expected.length; k++) {
    const error = Math.abs(actual[k] - expected[k]);
    expect(error <= absolute + relative * Math.abs(expected[k]), `${k}: ${actual[k]}, expected ${expected[k]}`).toBe(true);
  }
}

describe.skipIf(absent !== undefined)('submit with fronts', () => {
  // The last one's costs are some 1e26, times 1e3 over γ.
  it.each([
    [200, 1e-3],
    [200, 1e-6],
    [1, 0.01],
    [1e13, 1e-3],
  ])('takes features up to %f at γ = %f', (scale, temperature) =>
    withBackend({}, async (backend) => {
      const { status, values, gradient, expected } = await submitted(backend, [2, 40, 30], scale, { temperature });
      expect(status).toEqual([deviceStatus.solved, deviceStatus.solved]);
      checkClose(values, expected.values, 3e-7, 1e-5);
      const { x } = expected.inputGradient as { readonly x: Float64Array };
      // Where costs are integers, paths may be equal, and weights of 1/2 must come out.
      checkClose(gradient, x, 1e-4, 1e-3 * Math.min(1, scale));
    }),
  );

  it('keeps its digits where steps are forbidden by finite weights', () =>
    withBackend({}, async (backend) => {
      const stepWeights = { data: Float64Array.of(1, 1e20, 1), shape: [1, 1, 1, 3] } as const;
      const { status, values, expected } = await submitted(backend, [2, 9, 7], 3, { temperature: 0.1, stepWeights });
      expect(status).toEqual([deviceStatus.solved, deviceStatus.solved]);
      checkClose(values, expected.values, 3e-7, 1e-6);
    }));

  it('is refused by another name', () =>
    withBackend({}, async (backend) => {
      const problem = normaliseProblem({ cost: { kind: 'dense', data: new Float32Array(4), shape: [2, 2] }, steps: dtw });
      expect(() => backend.submit(problem, {}, { engine: 'tiles' as 'fronts' })).toThrow(InvalidArgumentError);
      await expect(backend.prepare(problem, {}, { engine: null as unknown as 'fronts' })).rejects.toThrow('options.engine');
    }));
});

describe.skipIf(absent !== undefined)('largestCost', () => {
  const sides = [30, 20] as const;
  const problems: readonly (readonly [string, Partial<Parameterization>])[] = [
    ['softmin', { temperature: [0.25, 1] }],
    ['step weights', { temperature: 1, stepWeights: { data: Float64Array.of(1, 3, Infinity), shape: [1, 1, 1, 3] } }],
    ['fronts', { temperature: 1, minimum: 'smoothmin' }],
    ['hardmin', { minimum: 'hardmin', temperature: 1e-6 }],
  ];
  it.each(problems)('is solved by submit: %s', (name, rest) =>
    withBackend({}, async (backend) => {
      const data = new Float32Array(2 * sides[0] * sides[1]);
      const shape = [2, ...sides] as const;
      const problem = () => normaliseProblem({ cost: { kind: 'dense', data, shape }, steps: dtw, ...rest });
      const statusOf = async () => {
        const solution = backend.submit(problem(), {});
        const status = new Uint32Array((await backend.read(solution.status, 2)).buffer);
        solution.dispose();
        return [...status];
      };
      const largest = backend.largestCost(problem());
      data.fill(Math.fround(largest * (1 - 1e-6)));
      expect(await statusOf()).toEqual([deviceStatus.solved, deviceStatus.solved]);
      // Beyond, strips do not go: this is no smaller bound than need be.
      data.fill(Math.fround(largest * 1.01));
      if (name === 'softmin' || name === 'step weights') expect((await statusOf())[0]).toBe(deviceStatus.outOfRange);
    }),
  );
});
