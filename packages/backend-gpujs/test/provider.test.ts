import { isUnavailable } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { GpujsMode } from '../src/index.ts';
import { gpujsProvider, openGpujs } from '../src/index.ts';
import { withBackend } from './support/backend.ts';
import { plainProblem } from './support/problems.ts';

describe('openGpujs', () => {
  it('computes in the cpu mode where there is no WebGL2, and says so', () =>
    withBackend({}, async (backend) => {
      expect(backend.mode).toBe('cpu');
      expect(backend.description).toBe('gpu.js, mode cpu');
      expect(backend.limits.precisions).toEqual(['float32']);
      const problem = plainProblem(1, 3, 3);
      expect((await backend.solve(problem, {})).mode).toBe('cpu');
      expect(backend.solveSync(problem, {}).mode).toBe('cpu');
    }));

  it('answers that a mode is not there, and why', async () => {
    expect(await openGpujs({ mode: 'webgl2' })).toEqual({ name: 'gpujs', unavailable: true, reason: 'there is no WebGL2 here' });
    const other = await openGpujs({ mode: 'async' as GpujsMode });
    expect(isUnavailable(other) && other.reason).toContain("gpu.js's mode 'async' is not used here: it changes to WebGPU by itself");
  });

  it('refuses what is no mode', async () => {
    await expect(openGpujs({ mode: 'fast' as GpujsMode })).rejects.toThrow("mode is 'fast'");
  });

  it('is the provider by name', async () => {
    expect(gpujsProvider.name).toBe('gpujs');
    await withBackend({}, ({ name }) => expect(name).toBe('gpujs'));
  });
});
