import { normaliseProblem } from '@rubato/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenedWasm } from '../src/index.ts';
import { open } from './support/open.ts';

const MEGABYTE = 1e6;
const steps = [[1, 0], [0, 1], [1, 1]] as const; // prettier-ignore
const [BATCH, SIDE, DIMENSION] = [16, 1024, 12];

describe('memory at B = 16, 1024 × 1024', () => {
  let backend: OpenedWasm;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.dispose());

  it('with a cost matrix: at most 160 MB, the caller’s matrix and the gradient among them', () => {
    const cost = { kind: 'dense', data: new Float32Array(BATCH * SIDE * SIDE), shape: [BATCH, SIDE, SIDE] } as const;
    const { input, total, plan } = backend.estimate(normaliseProblem({ cost, steps }), { gradient: true });
    expect(plan).toBe('full');
    expect(input + total).toBeLessThan(160 * MEGABYTE);
  });

  it('from features: at most 24 MB, the features and their gradients among them', () => {
    const numbers = (): Float32Array => new Float32Array(BATCH * SIDE * DIMENSION);
    const shape = [BATCH, SIDE, SIDE] as const;
    const cost = {
      kind: 'features',
      x: numbers(),
      y: numbers(),
      shape,
      dimension: DIMENSION,
      localCost: { name: 'squaredEuclidean' },
    } as const;
    const { input, total, plan } = backend.estimate(normaliseProblem({ cost, steps }), { inputGradient: true });
    expect(plan).toBe('full');
    expect(input + total).toBeLessThan(24 * MEGABYTE);
  });
});

describe('maxBytes', () => {
  it('is kept by checkpoints, with the same bits', async () => {
    const data = Float32Array.from({ length: 300 * 200 }, (_, i) => (i * 7919) % 50);
    const problem = normaliseProblem({ cost: { kind: 'dense', data, shape: [300, 200] }, steps });
    const free = await open();
    const full = free.estimate(problem, { gradient: true });
    const least = await open({ maxBytes: 0.7 * full.total });
    expect([full.plan, least.estimate(problem, { gradient: true }).plan]).toEqual(['full', 'checkpointed']);
    expect(least.solveSync(problem, { gradient: true }).gradient!.data).toEqual(free.solveSync(problem, { gradient: true }).gradient!.data);
    const none = await open({ maxBytes: 1000 });
    expect(() => none.solveSync(problem, { gradient: true })).toThrow(/bytes/);
    await Promise.all([free, least, none].map((backend) => backend.dispose()));
  });
});
