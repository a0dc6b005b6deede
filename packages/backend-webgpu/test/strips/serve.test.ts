import type { ProblemInput } from '@rubato/core';
import { normaliseProblem, openReference } from '@rubato/core';
import { softmin } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { costSource } from '../../src/lattice/source.ts';
import { latticeStructure } from '../../src/lattice/structure.ts';
import { wantedOf } from '../../src/lattice/wanted.ts';
import { deviceStatus } from '../../src/index.ts';
import { stripsServe } from '../../src/strips/serve.ts';
import { served } from '../../src/strips/solve.ts';
import { STORAGE } from '../device/support/on-device.ts';
import { absent, withBackend } from '../support/backend.ts';

const base = {
  cost: { kind: 'dense', data: new Float32Array(9), shape: [3, 3] },
  steps: [[1, 0], [0, 1], [1, 1]], // prettier-ignore
  temperature: 1,
} as const;

function isServed(more: Partial<ProblemInput>): boolean {
  const problem = normaliseProblem({ ...base, ...more });
  const structure = latticeStructure(problem, softmin, false, costSource(problem, {}));
  return stripsServe(problem, structure, wantedOf({ gradient: true }, problem, structure)) !== undefined;
}

const columns = (...data: number[]): { data: number[]; shape: [1, 1, 3, 1] } => ({ data, shape: [1, 1, 3, 1] });

describe('strips leave numbers whose products float32 may not hold to the other kernels', () => {
  it.each<[string, (value: number) => Partial<ProblemInput>]>([
    ['step weights', (value) => ({ stepWeights: [1, 1, value] })],
    ['step weights that vary', (value) => ({ stepWeights: columns(1, Infinity, value) })],
    ['start multipliers', (value) => ({ start: { set: 'firstRow', multiplier: [1, Infinity, value] } })],
    ['end multipliers', (value) => ({ end: { set: 'lastRow', multiplier: [0, 1, value] } })],
    ['start penalties', (value) => ({ start: { set: 'firstRow', penalty: [0, Infinity, value] } })],
    ['end penalties', (value) => ({ end: { set: 'lastRow', penalty: [0, 1, -value] } })],
    ['γ', (value) => ({ temperature: value })],
    ['1/γ', (value) => ({ temperature: 1 / value })],
  ])('%s', (_, more) => {
    expect(isServed(more(1e15))).toBe(true);
    expect(isServed(more(1e16))).toBe(false);
  });
});

describe.skipIf(absent !== undefined)('on a device', () => {
  it.each<[string, Partial<ProblemInput>]>([
    ['a weight of 1e35', { temperature: 1e-6, stepWeights: [1, 1, 1e35] }],
    ['γ = 1e26', { temperature: 1e26, cost: { ...base.cost, data: new Float32Array(9).fill(1e26) } }],
  ])('%s is solved without strips', async (_, more) => {
    const problem = normaliseProblem({ ...base, ...more });
    const request = { gradient: true };
    const expected = openReference().solveSync(problem, request);
    await withBackend({}, async (backend) => {
      const { parts } = served;
      const found = await backend.solve(problem, request);
      expect(served.parts).toBe(parts);
      expect(found.values[0] / expected.values[0]).toBeCloseTo(1, 5);
      found.gradient!.data.forEach((value, k) => expect(value / expected.gradient!.data[k]).toBeCloseTo(1, 5));
    });
  });

  it('multipliers forbid, and leave what is no number recognisable', async () => {
    const data = Float32Array.from({ length: 18 }, (_, k) => (k % 9) / 4);
    const rest = { ...base, start: { set: 'firstRow', multiplier: [2, Infinity, 1] } } as const;
    const alone = normaliseProblem({ ...rest, cost: { ...base.cost, data: data.slice(0, 9) } });
    const expected = openReference().solveSync(alone, {});
    data[9] = NaN;
    await withBackend({}, async (backend, { device }) => {
      const buffer = device.createBuffer({ size: data.byteLength, usage: STORAGE });
      device.queue.writeBuffer(buffer, 0, data);
      const problem = normaliseProblem({ ...rest, cost: backend.denseCost({ data: buffer, shape: [2, 3, 3] }) });
      const { parts } = served;
      await backend.prepare(problem, {});
      const solution = backend.submit(problem, {});
      await solution.errors;
      expect(served.parts).toBe(parts + 1);
      const values = await backend.read(solution.values, 2);
      const words = new Uint32Array((await backend.read(solution.status, 2)).buffer);
      solution.dispose();
      buffer.destroy();
      expect([...words]).toEqual([deviceStatus.solved, deviceStatus.invalid]);
      expect(values[0]).toBeCloseTo(expected.values[0], 5);
    });
  });
});
