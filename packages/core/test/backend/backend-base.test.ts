import type { AlignmentProblem, AlignmentSolution, MemoryEstimate, SolveProgress, SolveRequest } from '@rubato/core';
import {
  BackendBase,
  DisposedError,
  isUnavailable,
  MemoryLimitError,
  normaliseProblem,
  openReference,
  UnsupportedError,
} from '@rubato/core';
import { softmin } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { dense, denseProblem, unitSteps } from '../support/dense.ts';
import { expectRefusal } from '../support/refusal.ts';

const problem = denseProblem([
  [1, 2],
  [3, 4],
]);
const answer = { backend: 'slow' } as AlignmentSolution;

/** A backend whose work is to wait, a few milliseconds a piece. */
class Slow extends BackendBase {
  pieces = 0;
  readonly length: number;
  readonly milliseconds: number;

  constructor(length: number, milliseconds: number, maxBytes?: number) {
    super('slow', maxBytes === undefined ? {} : { maxBytes });
    this.length = length;
    this.milliseconds = milliseconds;
  }

  override estimate(): MemoryEstimate {
    return { input: 0, output: 400, scratch: 600, total: 1000, plan: 'full' };
  }

  protected override *work(_problem: AlignmentProblem, _request: SolveRequest): Generator<number, AlignmentSolution, void> {
    while (this.pieces < this.length) {
      const end = performance.now() + this.milliseconds;
      while (performance.now() < end);
      this.pieces++;
      yield 4 / this.length;
    }
    return answer;
  }
}

describe('BackendBase', () => {
  it('runs the work at once or in slices, with the same answer', async () => {
    expect(new Slow(3, 0).solveSync(problem, {})).toBe(answer);
    expect(await new Slow(3, 0).solve(problem, {})).toBe(answer);
  });

  it('gives way to timers', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await new Slow(150, 2).solve(problem, {});
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });

  it('stops in the middle when the signal says so, and rejects with its reason', async () => {
    const backend = new Slow(10_000, 1);
    const controller = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 30);
    await expect(backend.solve(problem, {}, { signal: controller.signal })).rejects.toBe(reason);
    const { pieces } = backend;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(backend.pieces).toBe(pieces);
    expect(pieces).toBeLessThan(5000);
  });

  it('does not begin where the signal was aborted before', async () => {
    const backend = new Slow(1, 0);
    await expect(backend.solve(problem, {}, { signal: AbortSignal.abort('no') })).rejects.toBe('no');
    expect(backend.pieces).toBe(0);
  });

  it.each([
    [{}, 4],
    [{ gradient: true }, 8],
    [{ path: true, accumulatedCost: true }, 8],
    [{ path: true, softAlignment: true }, 12],
  ])('%o: progress grows and ends at every visit of every cell', async (request, total) => {
    const reports: SolveProgress[] = [];
    await new Slow(40, 1).solve(problem, request, { onProgress: (progress) => reports.push(progress) });
    expect(reports.length).toBeGreaterThan(1);
    expect(reports.every((report) => report.total === total && report.done >= 0 && report.done <= total)).toBe(true);
    expect(reports.every(({ done }, i) => i === 0 || done >= reports[i - 1].done)).toBe(true);
    expect(reports.at(-1)).toEqual({ done: total, total });
  });

  it('refuses work above maxBytes before it starts, with the bytes', async () => {
    expect(new Slow(1, 0, 1000).solveSync(problem, {})).toBe(answer);
    const backend = new Slow(1, 0, 999);
    expect(backend.limits.maximumBytes).toBe(999);
    const refusal = expect.objectContaining({ bytesNeeded: 1000, maximumBytes: 999, code: 'memory-limit' });
    await expect(backend.solve(problem, {})).rejects.toThrow(refusal);
    expect(() => backend.solveSync(problem, {})).toThrow(MemoryLimitError);
    expect(backend.pieces).toBe(0);
  });

  it.each([[0], [-1], [NaN], ['1000'], [null]])('refuses maxBytes %s', (maxBytes) => {
    expectRefusal(() => openReference({ maxBytes: maxBytes as number }), { argument: 'maxBytes', expected: 'a number of bytes above 0' });
  });

  it('declines what it does not know, and says why', () => {
    const backend = openReference();
    const device = denseProblem([[1]]);
    const onDevice = { ...device, cost: { kind: 'device', backend: 'webgpu', handle: 1, shape: [1, 1, 1], precision: 'float64' } } as const;
    for (const [of, reason] of [
      [onDevice, 'a device cost belongs to backend webgpu'],
      [denseProblem([[1]], { minimum: 'mellowmin' }), 'the minimum function mellowmin is not known to this backend'],
      [denseProblem([[1]], { minimum: 'constructor' }), 'the minimum function constructor is not known to this backend'],
    ] as const) {
      expect(backend.supports(of, {})).toEqual({ supported: false, reason });
      expect(() => backend.solveSync(of, {})).toThrow(UnsupportedError);
    }
    expect(backend.supports(problem, {})).toEqual({ supported: true });
  });

  it('takes extra minimum functions and local costs by name', () => {
    const mine = { ...softmin, name: 'mine' };
    const backend = openReference({ minimums: { mine } });
    const [own, known] = ['mine', 'softmin'].map(
      (minimum) =>
        backend.solveSync(
          denseProblem(
            [
              [1, 2],
              [3, 4],
            ],
            { minimum },
          ),
          {},
        ).values[0],
    );
    expect(own).toBe(known);
  });

  it('refuses work after dispose, which may be called twice, by either name', async () => {
    const backend = openReference();
    await backend.dispose();
    await backend[Symbol.asyncDispose]();
    expect(() => backend.solveSync(problem, {})).toThrow(DisposedError);
    await expect(backend.solve(problem, {})).rejects.toThrow(/reference has been disposed of/);
  });

  it('has frozen limits', () => {
    const { limits } = openReference({ maxBytes: 1e9 });
    expect(Object.isFrozen(limits) && Object.isFrozen(limits.precisions)).toBe(true);
    expect(limits).toEqual({
      maximumSide: 2 ** 31 - 1,
      maximumCells: Infinity,
      maximumSteps: 64,
      maximumBytes: 1e9,
      precisions: ['float32', 'float64'],
    });
  });
});

describe('isUnavailable', () => {
  it('tells an answer from a backend', () => {
    expect(isUnavailable({ name: 'webgpu', unavailable: true, reason: 'no adapter' })).toBe(true);
    expect(isUnavailable(openReference())).toBe(false);
  });
});

describe('the inputs', () => {
  it('are never modified, and the same input gives the same bits', () => {
    const cost = dense([
      [1, 2, 3],
      [3, 4, 5],
    ]);
    const before = cost.data.slice();
    const of = normaliseProblem({ cost, steps: unitSteps, stepWeights: [1, 2, 3] });
    const request: SolveRequest = { gradient: true, path: true, hessianProduct: { along: 'cost', direction: new Float64Array(6).fill(1) } };
    const [first, second] = [0, 1].map(() => openReference().solveSync(of, request));
    expect(second).toEqual(first);
    expect(cost.data).toEqual(before);
    expect(request.hessianProduct!.direction).toEqual(new Float64Array(6).fill(1));
  });
});
