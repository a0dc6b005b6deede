import type { BackendProvider } from '@rubato/core';
import { MemoryLimitError, UnsupportedError } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { ConformanceOptions } from '../../src/index.ts';
import { runLaws } from '../../src/index.ts';
import { answering, tampered } from '../support/tamper.ts';

/** The reason for which a law fails; undefined where it passes. */
async function failure(provider: BackendProvider, law: string, options: ConformanceOptions = {}): Promise<string | undefined> {
  const { records } = await runLaws(provider, { runs: 60, seed: 5, shrink: false, laws: [law], print: () => {}, ...options });
  return records[0].outcome === 'failed' ? records[0].reason : undefined;
}

describe('refusal of the unsupported', () => {
  it('fails a backend that solves what it says it does not support', async () => {
    const provider = tampered((reference) => ({
      supports: (problem, request) =>
        request.hessianProduct === undefined ? reference.supports(problem, request) : { supported: false, reason: 'no second derivatives' },
    }));
    expect(await failure(provider, 'refusal of the unsupported')).toMatch(/expected an UnsupportedError \(no second derivatives\)/);
  });

  it('fails a backend that refuses for another reason', async () => {
    const provider = tampered((reference) => ({
      solve: async (...call) => {
        try {
          return await reference.solve(...call);
        } catch (error) {
          throw error instanceof UnsupportedError ? new UnsupportedError('reference', 'not today') : error;
        }
      },
    }));
    expect(await failure(provider, 'refusal of the unsupported')).toMatch(/not today, where supports said/);
  });
});

describe('refusal of bad requests', () => {
  it('fails a backend that looks over an unknown request', async () => {
    const provider = tampered((reference) => ({
      solve: (problem, { gradient }) => reference.solve(problem, gradient === undefined ? {} : { gradient }),
    }));
    expect(await failure(provider, 'refusal of bad requests')).toMatch(/a bad request \(request.gradeint\) gave undefined/);
  });
});

describe('memory limit', () => {
  it('fails a backend that ignores it', async () => {
    const provider: BackendProvider = {
      name: 'reference',
      open: ({ maxBytes: _limit, ...options } = {}) => tampered(() => ({})).open(options),
    };
    expect(await failure(provider, 'memory limit')).toMatch(/opened with maxBytes 1, limits.maximumBytes is (Infinity|\d{4,})/);
  });

  it('fails a backend that refuses with other bytes than it estimates', async () => {
    const provider = tampered((reference) => ({
      solve: (...call) =>
        reference
          .solve(...call)
          .catch((error: unknown) =>
            Promise.reject(error instanceof MemoryLimitError ? new MemoryLimitError('it', 1, error.maximumBytes) : error),
          ),
    }));
    expect(await failure(provider, 'memory limit')).toMatch(/estimate says \d+ bytes/);
    expect(await failure(provider, 'same bits however opened')).toMatch(/refused with 1 of/);
  });

  it('fails a backend that must checkpoint and never does', async () => {
    expect(
      await failure(
        tampered(() => ({})),
        'same bits however opened',
        { mustCheckpoint: true },
      ),
    ).toMatch(/no solve was checkpointed/);
  });
});

describe('support', () => {
  const declining = (reason: string) =>
    tampered((reference) => ({
      supports: (problem, request) =>
        problem.minimum === 'sparsemin' ? { supported: false, reason } : reference.supports(problem, request),
    }));

  it('fails a no without a reason', async () => {
    expect(await failure(declining(' '), 'support', { mustSupport: [] })).toMatch(
      /a no without a reason: value of sparsemin on dense cost/,
    );
  });

  it('fails a no to what must be supported, and to nothing else', async () => {
    const provider = declining('no such kernel');
    expect(await failure(provider, 'support')).toMatch(/must be supported, and is not: value of sparsemin .*no such kernel/);
    expect(await failure(provider, 'support', { mustSupport: [{ minimums: ['softmin', 'hardmin'] }] })).toBeUndefined();
    expect(await failure(provider, 'support', { mustSupport: [{ requests: ['hessianProduct'] }] })).toMatch(
      /hessianProduct cost of sparsemin/,
    );
  });

  it('fails an answer that changes', async () => {
    let asked = 0;
    const moody = tampered((reference) => ({
      supports: (problem, request) =>
        asked++ > 2000 && problem.minimum === 'softmin'
          ? { supported: false, reason: `asked ${asked} times` }
          : reference.supports(problem, request),
    }));
    expect(await failure(moody, 'support', { mustSupport: [] })).toMatch(/asked twice, two answers/);
  });

  it('fails an answer that depends on the size', async () => {
    const provider = tampered((reference) => ({
      supports: (problem, request) =>
        problem.rows < 5 && problem.minimum === 'softmin'
          ? { supported: false, reason: 'too small' }
          : reference.supports(problem, request),
    }));
    expect(await failure(provider, 'support', { mustSupport: [] })).toMatch(/the answer depends on the size/);
  });
});

describe('the form of an answer', () => {
  const law = 'reference answer';
  it.each([
    ['NaN', answering((solution) => ({ ...solution, values: solution.values.map(() => NaN) })), /is NaN/],
    [
      'another precision',
      answering((solution) => ({ ...solution, precision: solution.precision === 'float32' ? 'float64' : 'float32' })),
      /precision float(32|64) was asked for/,
    ],
    [
      'what was not asked for',
      answering((solution, _problem, request) =>
        request.temperatureGradient === true ? solution : { ...solution, temperatureGradient: solution.values.slice() },
      ),
      /temperatureGradient was not asked for, and came/,
    ],
    [
      'nothing of what was asked for',
      answering(({ gradient: _gradient, ...solution }) => solution),
      /gradient was asked for, and did not come/,
    ],
    ['another name', answering((solution) => ({ ...solution, backend: 'someone else' })), /comes from someone else/],
    [
      'statuses that contradict values',
      answering((solution) => ({ ...solution, status: solution.status.map(() => ({ kind: 'solved' as const })) })),
      /has value Infinity and status solved/,
    ],
  ])('fails with %s', async (_what, provider, reason) => {
    expect(await failure(provider, law, { runs: 300 })).toMatch(reason);
  });

  it('fails with paths that are none, or not the best', async () => {
    const reversed = answering((solution) =>
      solution.paths === undefined ? solution : { ...solution, paths: solution.paths.map((path) => path.slice().reverse()) },
    );
    expect(await failure(reversed, law)).toMatch(/is no start cell|is no step|is no end cell|the path of item/);
    const dear = answering((solution) =>
      solution.pathCosts === undefined ? solution : { ...solution, pathCosts: solution.pathCosts.map((cost) => cost + 1) },
    );
    expect(await failure(dear, law)).toMatch(/pathCosts\[\d\] is|the path cost of item/);
  });
});
