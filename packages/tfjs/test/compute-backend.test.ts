import { afterEach, describe, expect, it, vi } from 'vitest';
import { softDtw } from '@rubato/presets';
import {
  alignmentLoss,
  ctcLoss,
  multiLabelCtcLoss,
  registerCtcOps,
  setComputeBackend,
  softDtwDivergence,
  softDtwLoss,
} from '../src/index.ts';
import { backends } from './support/backends.ts';
import { randomTensor } from './support/random-tensor.ts';
import { expectRefusal } from './support/refusal.ts';

const logits = randomTensor([1, 3, 2], 1);
const loss = () => ctcLoss([[1]], logits).dataSync()[0];
const [[, cpu], [, wasm]] = backends;
const missing = { name: 'webgpu', unavailable: true, reason: 'no adapter' } as const;

describe('setComputeBackend', () => {
  afterEach(() => setComputeBackend());

  it('is what losses compute with; without it the reference solver does, and says once what to call', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const solve = vi.spyOn(cpu, 'solveSync');
    setComputeBackend(cpu);
    const expected = loss();
    expect(solve).toHaveBeenCalledTimes(1);
    expect(warn).not.toHaveBeenCalled();
    setComputeBackend();
    expect([loss(), loss()]).toEqual([expected, expected]);
    expect(expected).toBeGreaterThan(0);
    expect(solve).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toContain('setComputeBackend(await openWasm())');
    vi.restoreAllMocks();
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
    expectRefusal(() => ctcLoss([[1]], logits, { backend: [] }), { argument: 'options.backend', found: 'a list of 0' });
  });

  it.each([null, 'cpu', 7, {}])('refuses %s as a backend of any loss, before anything else', (backend) => {
    const options = { backend: backend as never };
    const x = logits;
    for (const run of [
      () => ctcLoss([[9]], x, options),
      () => multiLabelCtcLoss([[[9]]], x, options),
      () => softDtwLoss(x, x, options),
      () => softDtwDivergence(x, x, options),
      () => alignmentLoss(softDtw(), options),
      () => alignmentLoss(softDtw())(x, x, options),
      () => registerCtcOps({ registerOp: () => expect.fail('registered') }, options),
    ]) {
      expectRefusal(run, { argument: 'options.backend', expected: /solveSync/ });
    }
  });
});
