import { cpuProvider, openCpu } from '@rubato/backend-cpu';
import { DisposedError, isUnavailable, normaliseProblem } from '@rubato/core';
import { absolute } from '@rubato/costs';
import { softmin } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { noise, unitSteps } from './support/noise.ts';

describe('the CPU backend', () => {
  it('opens everywhere, at once or as a provider', async () => {
    const opened = await cpuProvider.open();
    expect([cpuProvider.name, openCpu().name, isUnavailable(opened)]).toEqual(['cpu', 'cpu', false]);
    expect(Object.isFrozen(cpuProvider)).toBe(true);
  });

  it('solves at once and asynchronously, with the same answer', async () => {
    const problem = noise(9, 8, { stepWeights: [1, 2, 3] });
    const request = { gradient: true, path: true, temperatureGradient: true } as const;
    expect(await openCpu().solve(problem, request)).toEqual(openCpu().solveSync(problem, request));
  });

  it('takes extra minimum functions and local costs', () => {
    const minimums = { mine: { ...softmin, name: 'mine' } };
    const costs = { distance: { ...absolute, name: 'distance' } };
    const features = { kind: 'features', x: Float64Array.of(1, 2), y: Float64Array.of(5, 2), shape: [2, 2], dimension: 1 } as const;
    const own = normaliseProblem({ cost: { ...features, localCost: { name: 'distance' } }, steps: unitSteps, minimum: 'mine' }, { costs });
    const known = normaliseProblem({ cost: { ...features, localCost: { name: 'absolute' } }, steps: unitSteps });
    const [value, expected] = [openCpu({ minimums, costs }).solveSync(own, {}).values[0], openCpu().solveSync(known, {}).values[0]];
    expect(value).toBeCloseTo(expected, 12);
    expect(openCpu().supports(own, {})).toMatchObject({ supported: false });
  });

  it('does not take its short cut for a minimum that only has the name of hardmin', () => {
    const problem = noise(6, 7, { minimum: 'hardmin' });
    const [value] = openCpu({ minimums: { hardmin: { ...softmin, name: 'hardmin' } } }).solveSync(problem, {}).values;
    expect(value).toBeCloseTo(openCpu().solveSync(noise(6, 7), {}).values[0], 12);
  });

  it('refuses work when disposed of', async () => {
    const backend = openCpu();
    await backend.dispose();
    expect(() => backend.solveSync(noise(2, 2), {})).toThrow(DisposedError);
    await expect(backend.solve(noise(2, 2), {})).rejects.toThrow(DisposedError);
  });
});
