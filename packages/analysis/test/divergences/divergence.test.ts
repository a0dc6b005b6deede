import { meanCostDivergence, sharpDivergence, softDtwDivergence } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import { InvalidArgumentError } from '@rubato/core';
import { expect, it } from 'vitest';

const backend = openCpu();
const x = { data: Float64Array.of(0, 1, 2, 3, 1, 0), shape: [2, 3, 1] } as const;
const y = { data: Float64Array.of(0, 2, 1, 1), shape: [2, 2, 1] } as const;

it.each([softDtwDivergence, sharpDivergence, meanCostDivergence])(
  'says Infinity and gradient 0 for an empty sequence',
  async (divergence) => {
    const { values, gradient, status } = await divergence({ ...x, lengths: [3, 0] }, y, { backend, gradient: true });
    expect(Number.isFinite(values[0])).toBe(true);
    expect(values[1]).toBe(Infinity);
    expect(status.map(({ kind }) => kind)).toEqual(['solved', 'infeasible']);
    expect([...gradient!.x.subarray(3), ...gradient!.y.subarray(2)]).toEqual([0, 0, 0, 0, 0]);
  },
);

it.each([softDtwDivergence, meanCostDivergence])(
  'says Infinity where a forbidden cell is on every path that counts',
  async (divergence) => {
    // A row of zeros is a rest, which nothing may be aligned with.
    const [left, right] = [Float64Array.of(0.9, 0.1, 0.5, 0.5), Float64Array.of(1, 0, 0, 0, 0, 1)];
    const batch = (data: Float64Array) => ({
      data: Float64Array.of(...data, ...data.map((number) => number || 0.25)),
      shape: [2, data.length / 2, 2] as const,
    });
    const { values, status, gradient } = await divergence(batch(left), batch(right), {
      localCost: { name: 'negativeLogLikelihood', parameters: { rests: 'forbidden' } },
      backend,
      gradient: true,
    });
    expect(values[0]).toBe(Infinity);
    expect(status.map(({ kind }) => kind)).toEqual(['infeasible', 'solved']);
    expect(Number.isFinite(values[1])).toBe(true);
    expect([...gradient!.x.subarray(0, 4), ...gradient!.y.subarray(0, 6)].every((slope) => slope === 0)).toBe(true);
    expect(gradient!.x.subarray(4).some((slope) => slope !== 0)).toBe(true);
  },
);

it('applies upstream gradients, and computes in float64 what comes in float32', async () => {
  const plain = await softDtwDivergence(x, y, { backend, gradient: true });
  const scaled = await softDtwDivergence(x, y, { backend, gradient: true, upstream: [2, -1] });
  scaled.gradient!.x.forEach((slope, k) => expect(slope).toBeCloseTo((k < 3 ? 2 : -1) * plain.gradient!.x[k], 12));
  const narrow = await softDtwDivergence({ ...x, data: Float32Array.from(x.data) }, { ...y, data: Float32Array.from(y.data) }, { backend });
  expect(Array.from(narrow.values)).toEqual(Array.from(plain.values));
});

it('reports progress that never goes back, and stops on abort', async () => {
  const seen: number[] = [];
  await sharpDivergence(x, y, { backend, gradient: true, onProgress: ({ done }) => seen.push(done) });
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.length).toBeGreaterThan(2);
  await expect(softDtwDivergence(x, y, { backend, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});

it('refuses wrong input by name', async () => {
  const refusals: readonly (readonly [() => Promise<unknown>, string])[] = [
    [() => softDtwDivergence(undefined as never, y), 'x is undefined'],
    [() => softDtwDivergence({ ...x, shape: [6] as never }, y), 'x.shape is a list of 1'],
    [() => softDtwDivergence({ ...x, shape: [2, 2, 1] }, y), 'x.data is 6 long'],
    [() => softDtwDivergence({ ...x, data: [0, 1] as never }, y), 'x.data is a list of 2'],
    [() => softDtwDivergence(x, { ...y, lengths: [1, 3] }), 'y.lengths[1] is 3'],
    [() => softDtwDivergence(x, { ...y, lengths: [1] }), 'y.lengths is 1 long'],
    [() => softDtwDivergence(x, { data: y.data, shape: [4, 1] }), 'y.shape is of batch 1; expected 2'],
    [() => softDtwDivergence(x, { data: y.data, shape: [2, 1, 2] }), 'y.shape is of dimension 2; expected 1'],
    [() => softDtwDivergence({ ...x, data: x.data.with(4, NaN) }, y), 'NaN'],
    [() => softDtwDivergence(x, y, { temperature: 0 }), 'temperature is 0'],
    [() => softDtwDivergence(x, y, { localCost: 'nothing' }), 'nothing'],
    [() => softDtwDivergence(x, y, { gamma: 1 } as never), 'options.gamma'],
    [() => softDtwDivergence(x, y, { gradient: 1 } as never), 'options.gradient is 1'],
    [() => sharpDivergence(x, y, { signal: {} } as never), 'options.signal is an object'],
    [() => meanCostDivergence(x, y, { onProgress: 0 } as never), 'options.onProgress is 0'],
    [() => softDtwDivergence(x, y, { backend: {} } as never), 'options.backend is an object'],
    [() => meanCostDivergence(x, y, { temperature: 1 } as never), 'options.temperature'],
  ];
  for (const [call, message] of refusals) {
    const error: unknown = await call().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect((error as Error).message).toContain(message);
  }
});
