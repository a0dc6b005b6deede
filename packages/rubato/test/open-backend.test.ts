import {
  backendNames,
  InvalidArgumentError,
  MemoryLimitError,
  normaliseProblem,
  openBackend,
  presets,
  solve,
  UnavailableBackendError,
} from 'rubato';
import type { Backend, Unavailable } from 'rubato';
import { describe, expect, it } from 'vitest';
import { loaders } from '../src/loaders.ts';
import { openFrom } from '../src/open-backend.ts';

const cost = { kind: 'dense', data: Float64Array.of(1, 9, 9, 1), shape: [2, 2] } as const;
const problem = normaliseProblem({ ...presets.dtw(), cost });

describe('openBackend', () => {
  it('opens every backend it names, under that name', async () => {
    expect(backendNames).toEqual(Object.keys(loaders));
    expect(backendNames).toContain('cpu');
    for (const name of ['cpu', 'wasm', 'reference']) {
      const backend = await openBackend(name);
      expect(backend.name).toBe(name);
      expect((await solve(problem, backend)).values[0]).toBe(2);
      await backend.dispose();
    }
    expect((await openBackend()).name).toBe('cpu');
  });

  it('hands its options on', async () => {
    const backend = await openBackend('reference', { maxBytes: 1 });
    await expect(solve(problem, backend)).rejects.toBeInstanceOf(MemoryLimitError);
  });

  it('refuses a name it does not know, inherited ones too', async () => {
    await expect(openBackend('gpu')).rejects.toBeInstanceOf(InvalidArgumentError);
    await expect(openBackend('gpu')).rejects.toThrow('name is "gpu"; expected one of cpu, wasm, webgpu, reference');
    await expect(openBackend('toString')).rejects.toBeInstanceOf(InvalidArgumentError);
    await expect(openBackend(7 as unknown as string)).rejects.toBeInstanceOf(InvalidArgumentError);
  });

  it('says why a backend is not available', async () => {
    const none: Unavailable = { name: 'webgpu', unavailable: true, reason: 'this machine has no adapter' };
    const table = {
      webgpu: () => Promise.resolve({ name: 'webgpu', open: (): Promise<Backend | Unavailable> => Promise.resolve(none) }),
      absent: () => Promise.reject(new Error('Cannot find package')),
    };
    await expect(openFrom(table, 'webgpu', {})).rejects.toMatchObject({ backend: 'webgpu', reason: 'this machine has no adapter' });
    await expect(openFrom(table, 'absent', {})).rejects.toBeInstanceOf(UnavailableBackendError);
    await expect(openFrom(table, 'absent', {})).rejects.toThrow('its package cannot be loaded (Cannot find package)');
  });
});
