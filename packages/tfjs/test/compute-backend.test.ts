import { UnavailableBackendError } from '@rubato/core';
import { afterEach, describe, expect, it } from 'vitest';
import { ctcLoss, setComputeBackend } from '../src/index.ts';
import { backends } from './support/backends.ts';
import { randomTensor } from './support/random-tensor.ts';
import { expectRefusal } from './support/refusal.ts';

const logits = randomTensor([1, 3, 2], 1);
const loss = () => ctcLoss([[1]], logits).dataSync()[0];
const [[, cpu], [, wasm]] = backends;
const missing = { name: 'webgpu', unavailable: true, reason: 'no adapter' } as const;

describe('setComputeBackend', () => {
  afterEach(() => setComputeBackend());

  it('is what losses compute with; without it they say what to call', () => {
    expect(loss).toThrow(UnavailableBackendError);
    expect(loss).toThrow('setComputeBackend(openCpu())');
    setComputeBackend(cpu);
    expect(loss()).toBeGreaterThan(0);
    setComputeBackend();
    expect(loss).toThrow(UnavailableBackendError);
  });

  it('passes over what the machine could not open, unless nothing is left', () => {
    setComputeBackend(missing, wasm);
    expect(loss()).toBeGreaterThan(0);
    expect(() => setComputeBackend(missing)).toThrow('backend webgpu is not available: no adapter');
    expect(loss()).toBeGreaterThan(0);
  });

  it('refuses what cannot answer at once', () => {
    const slow = { ...cpu, solveSync: undefined };
    expectRefusal(() => setComputeBackend(wasm, slow as never), { argument: 'backends', index: [1], expected: /solveSync/ });
    expectRefusal(() => setComputeBackend(undefined as never), { argument: 'backends', index: [0] });
    expectRefusal(() => ctcLoss([[1]], logits, { backend: slow as never }), { argument: 'options.backend', expected: /solveSync/ });
    expectRefusal(() => ctcLoss([[1]], logits, { backend: [cpu, slow] as never }), { argument: 'options.backend', index: [1] });
  });
});
