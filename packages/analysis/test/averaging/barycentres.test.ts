import { dtwBarycentre, softDtwBarycentre } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import { InvalidArgumentError, normaliseProblem } from '@rubato/core';
import { dtw } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curve, distance, sample, warpedCopies } from './curves.ts';

const backend = openCpu();
const L = 60;
const truth = sample(L, curve);
const copies = warpedCopies(curve, 5, 64, 7);

/** The root of the mean squared difference along the best warping path. */
function warpedDistance(left: Float64Array, right: Float64Array): number {
  const cost = {
    kind: 'features',
    x: left,
    y: right,
    shape: [left.length, right.length],
    dimension: 1,
    localCost: { name: 'squaredEuclidean' },
  } as const;
  const { values, paths } = backend.solveSync(normaliseProblem({ ...dtw(), cost }), { path: true });
  return Math.sqrt(values[0] / (paths![0].length / 2));
}

it('recovers a curve from its warped copies, far better than the mean does', async () => {
  const euclidean = (await dtwBarycentre(copies, { length: L, maxIterations: 0, backend })).data;
  const hard = await dtwBarycentre(copies, { length: L, backend });
  const soft = await softDtwBarycentre(copies, { length: L, temperature: 0.01, backend });
  // A barycentre under DTW is one curve up to how time runs, so errors are measured point by point, and up to warping.
  const errors = [euclidean, hard.data, soft.data].map((found) => ({
    pointwise: distance(found, truth),
    warped: warpedDistance(found, truth),
  }));
  process.stdout.write(`errors of the recovered curve (mean, DBA, soft-DTW): ${JSON.stringify(errors)}\n`);
  const [mean, dba, barycentre] = errors;
  for (const { pointwise, warped } of [dba, barycentre]) {
    expect(pointwise).toBeLessThan(0.9 * mean.pointwise);
    expect(warped).toBeLessThan(0.4 * mean.warped);
  }
});

it('does not depend on units: numbers times s and γ times s² give the same times s', async () => {
  const few = warpedCopies(curve, 2, 24, 3);
  const at = (s: number) =>
    softDtwBarycentre({ ...few, data: few.data.map((number) => s * number) }, { length: 20, temperature: 0.1 * s * s, backend });
  const plain = await at(1);
  expect(plain.converged).toBe(true);
  expect(plain.iterations).toBeGreaterThan(3);
  for (const s of [1e-6, 1e-3, 1e3, 1e8, 1e16, 1e20]) {
    const { data, value, converged } = await at(s);
    expect(converged, `s = ${s}`).toBe(true);
    expect(Math.abs(value / s / s - plain.value), `s = ${s}`).toBeLessThan(1e-7);
    data.forEach((number, k) => expect(Math.abs(number / s - plain.data[k]), `s = ${s}`).toBeLessThan(1e-3));
  }
});

it('does not call converged what rounding hides', async () => {
  // Costs of 1e-20 beside γ = 1: no step can be seen in the value.
  const tiny = { ...copies, data: copies.data.map((number) => 1e-10 * number) };
  const { converged, iterations } = await softDtwBarycentre(tiny, { length: 20, backend });
  expect([converged, iterations]).toEqual([false, 0]);
});

describe.each([
  ['softDtwBarycentre', softDtwBarycentre],
  ['dtwBarycentre', dtwBarycentre],
] as const)('%s', (_, average) => {
  it('never ends above where it started, and says how it ended', async () => {
    let before = Infinity;
    for (const maxIterations of [0, 1, 3, 10, 300]) {
      const { value, iterations } = await average(copies, { length: 20, maxIterations, backend });
      expect(value).toBeLessThanOrEqual(before);
      expect(iterations).toBeLessThanOrEqual(maxIterations);
      before = value;
    }
    expect((await average(copies, { length: 20, maxIterations: 300, backend })).converged).toBe(true);
    expect((await average(copies, { length: 20, maxIterations: 1, backend })).converged).toBe(false);
  });

  it('ignores the padding, and sequences of weight 0', async () => {
    const data = Float64Array.from(copies.data);
    const lengths = Array.from(copies.lengths!);
    lengths.forEach((used, b) => data.fill(NaN, b * 64 + used, (b + 1) * 64));
    const weights = [1, 2, 3, 0, 1, 1, 0, 1, 1, 1];
    const options = { length: 30, maxIterations: 5, backend, weights };
    const plain = await average(copies, options);
    expect((await average({ ...copies, data }, options)).data).toEqual(plain.data);
    data.fill(99, 3 * 64, 4 * 64);
    expect((await average({ ...copies, data }, options)).data).toEqual(plain.data);
    lengths[6] = 0;
    expect((await average({ ...copies, data, lengths }, options)).data).toEqual(plain.data);
  });

  it('gives the sequence back of which all are copies', async () => {
    const data = Float64Array.of(...truth, ...truth, ...truth);
    const { data: centre } = await average(
      { data, shape: [3, L, 1] },
      { backend, ...(average === softDtwBarycentre ? { temperature: 1e-4 } : {}) },
    );
    expect(distance(centre, truth)).toBeLessThan(1e-3);
  });

  it('takes any sequences, also of one element', async () => {
    const sequences = fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 2 }))
      .chain(([batch, length, dimension]) =>
        fc.record({
          data: fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
            minLength: batch * length * dimension,
            maxLength: batch * length * dimension,
          }),
          shape: fc.constant([batch, length, dimension] as const),
        }),
      );
    await fc.assert(
      fc.asyncProperty(sequences, fc.integer({ min: 1, max: 6 }), async ({ data, shape }, length) => {
        const {
          data: centre,
          value,
          shape: found,
        } = await average({ data: Float64Array.from(data), shape }, { length, maxIterations: 5, backend });
        expect(found).toEqual([length, shape[2]]);
        expect(centre.every(Number.isFinite)).toBe(true);
        expect(Number.isFinite(value)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('reports progress and stops on abort', async () => {
    const seen: (readonly [number, number])[] = [];
    await average(copies, { length: 20, maxIterations: 4, backend, onProgress: ({ done, total }) => seen.push([done, total]) });
    expect(seen.at(-1)).toEqual([4, 4]);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).toSorted((a, b) => a - b));
    const controller = new AbortController();
    const stopped = average(copies, {
      length: 20,
      maxIterations: 100,
      backend,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  it('refuses wrong input by name', async () => {
    const refusals: readonly (readonly [() => Promise<unknown>, string])[] = [
      [() => average({ ...copies, data: copies.data.with(3, NaN) }, {}), 'sequences.data[0, 3, 0] is NaN'],
      [() => average({ ...copies, lengths: [0, ...Array.from(copies.lengths!).slice(1)] }, {}), 'sequences.lengths[0] is 0'],
      [() => average(copies, { weights: [1] }), 'options.weights is 1 long'],
      [() => average(copies, { weights: new Float64Array(10) }), 'options.weights is "all 0"'],
      [() => average(copies, { weights: new Float64Array(10).fill(-1) }), 'options.weights[0] is -1'],
      [() => average(copies, { length: 0 }), 'options.length is 0'],
      [() => average(copies, { maxIterations: -1 }), 'options.maxIterations is -1'],
      [() => average(copies, { length: 3, initial: { data: new Float64Array(4), shape: [4, 1] } }), 'options.length is 3'],
      [() => average(copies, { initial: { data: new Float64Array(4), shape: [2, 2] } }), 'options.initial is of dimension 2'],
      [() => average(copies, { initial: copies }), 'options.initial is "10 sequences"'],
      [() => average(copies, { start: 1 } as never), 'options.start'],
      [() => average(copies, { backend: {} } as never), 'options.backend is an object'],
      [() => average(copies, { signal: {} } as never), 'options.signal is an object'],
      [() => average(copies, { onProgress: 1 } as never), 'options.onProgress is 1'],
    ];
    for (const [call, message] of refusals) {
      const error: unknown = await call().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InvalidArgumentError);
      expect((error as Error).message).toContain(message);
    }
  });
});
