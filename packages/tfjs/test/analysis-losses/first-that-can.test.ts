import { UnsupportedError } from '@rubato/core';
import { weightedSoftDtw } from '@rubato/presets';
import { dilate } from '@rubato/analysis';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { alignmentEntropyLoss, analysisLoss, dilateLoss, pathSupervisedLoss, setComputeBackend } from '../../src/index.ts';
import { predictions, targets } from '../support/analysis-pair.ts';
import { backends } from '../support/backends.ts';
import { expectClose } from '../support/expect-close.ts';
import { tf } from '../support/tf.ts';

const [, cpu] = backends[0];
const [, wasm] = backends[1];

const gradientBy = (loss: (x: Tensor) => Tensor) => tf.grad(loss)(predictions).dataSync();
const thrownBy = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

describe('losses on alignments are computed by the first backend that can', () => {
  it('which is any of them for the value, and one with Hessian products for the gradient', () => {
    const [byWasm, byCpu] = [vi.spyOn(wasm, 'solveSync'), vi.spyOn(cpu, 'solveSync')];
    const solves = () => [byWasm, byCpu].map(({ mock }) => mock.calls.length);
    const loss = (x: Tensor) => dilateLoss(targets, x);
    setComputeBackend(wasm, cpu);
    const value = loss(predictions).dataSync();
    expect(solves()).toEqual([1, 0]);
    const gradient = gradientBy(loss);
    expect(solves()).toEqual([1, 1]);
    setComputeBackend(cpu);
    expectClose(value, loss(predictions).dataSync(), { relative: 1e-6 });
    expect(gradient).toEqual(gradientBy(loss));
    vi.restoreAllMocks();
    setComputeBackend();
  });

  it('and each solve by its own', () => {
    const [byWasm, byCpu] = [vi.spyOn(wasm, 'solveSync'), vi.spyOn(cpu, 'solveSync')];
    const loss = analysisLoss(dilate, weightedSoftDtw({ diagonal: 2 }), { backend: [wasm, cpu] });
    const gradient = gradientBy((x) => loss(targets, x));
    expect([byWasm, byCpu].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
    vi.restoreAllMocks();
    const alone = analysisLoss(dilate, weightedSoftDtw({ diagonal: 2 }), { backend: cpu });
    expectClose(gradient, gradientBy((x) => alone(targets, x)), { absolute: 1e-6 }); // prettier-ignore
  });

  it('and where none has Hessian products the error says which do', () => {
    const losses: readonly ((x: Tensor) => Tensor)[] = [
      (x) => dilateLoss(targets, x, { backend: wasm }),
      (x) => alignmentEntropyLoss(targets, x, { backend: wasm }),
      (x) => pathSupervisedLoss(targets, x, { backend: wasm, paths: [Int32Array.of(0, 0), Int32Array.of(1, 1)], measure: 'coverage' }),
    ];
    for (const loss of losses) {
      expect(Number.isFinite(loss(predictions).dataSync()[0])).toBe(true);
      const error = thrownBy(() => gradientBy(loss));
      expect(error).toBeInstanceOf(UnsupportedError);
      expect(error).toMatchObject({ backend: 'wasm', reason: expect.stringMatching(/no WebAssembly kernel.*@rubato\/backend-cpu/) });
    }
  });

  it('which nothing but Hessian products takes away from', () => {
    const full = [Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3, 4, 3, 5, 3), Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3, 4, 3, 5, 3)];
    for (const measure of ['likelihood', 'cost', 'meanCost'] as const) {
      const by = (backend: typeof cpu) => gradientBy((x) => pathSupervisedLoss(targets, x, { backend, measure, paths: full }));
      expectClose(by(wasm), by(cpu), { absolute: 1e-6 });
    }
    // Another reason is told as it is.
    const decline = vi.spyOn(wasm, 'supports').mockReturnValue({ supported: false, reason: 'never' });
    const error = thrownBy(() => gradientBy((x) => dilateLoss(targets, x, { backend: wasm })));
    expect(error).toMatchObject({ backend: 'wasm', reason: 'never' });
    decline.mockRestore();
  });

  it('or, where none was named, by the reference solver', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const gradient = gradientBy((x) => dilateLoss(targets, x));
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
    expectClose(gradient, gradientBy((x) => dilateLoss(targets, x, { backend: cpu })), { absolute: 1e-6 }); // prettier-ignore
  });
});
