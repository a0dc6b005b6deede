import type { AlignmentSolution, BackendProvider, SolveOptions } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { ConformanceOptions } from '../../src/index.ts';
import { runLaws } from '../../src/index.ts';
import { answering, tampered } from '../support/tamper.ts';

async function outcome(provider: BackendProvider, law: string, options: ConformanceOptions = {}): Promise<string> {
  const { records } = await runLaws(provider, { runs: 60, seed: 5, shrink: false, laws: [law], print: () => {}, ...options });
  return records[0].outcome === 'failed' ? records[0].reason! : records[0].outcome;
}

describe('purity', () => {
  it('fails outputs that are kept and handed out again', async () => {
    const kept = new Map<number, AlignmentSolution['values']>();
    const provider = answering((solution) => {
      const { length } = solution.values;
      const values = kept.get(length) ?? solution.values;
      kept.set(length, values);
      values.set(solution.values);
      return { ...solution, values };
    });
    expect(await outcome(provider, 'purity', { problems: { precisions: ['float64'] } })).toMatch(
      /outputs of two calls share memory: values shares memory with values/,
    );
  });

  it('fails an output that is a view of an input', async () => {
    const provider = answering((solution, problem, request) =>
      request.gradient === true && problem.cost.kind === 'dense' && solution.gradient!.band === undefined
        ? { ...solution, gradient: { ...solution.gradient!, data: problem.cost.data } }
        : solution,
    );
    expect(await outcome(provider, 'purity')).toMatch(
      /an output shares memory with an input: gradient.data shares memory with problem.cost.data/,
    );
  });

  it('fails bits that change from call to call', async () => {
    let calls = 0;
    const provider = answering((solution) => ({ ...solution, values: solution.values.map((value) => value * (1 + ++calls * 2 ** -50)) }));
    expect(await outcome(provider, 'purity', { problems: { precisions: ['float64'] } })).toMatch(
      /after the first answer was overwritten: values differs/,
    );
  });

  it('fails a solveSync that answers otherwise', async () => {
    const provider = tampered((reference) => ({
      solveSync: (problem, request) => {
        const solution = reference.solveSync!(problem, request);
        return { ...solution, values: solution.values.map((value) => value + 1e-9) };
      },
    }));
    expect(await outcome(provider, 'purity', { problems: { precisions: ['float64'] } })).toMatch(/solveSync against solve: values differs/);
  });
});

describe('same bits however opened', () => {
  it('fails a variant with other bits', async () => {
    const provider: BackendProvider = {
      name: 'reference',
      open: (options = {}) =>
        answering((solution) =>
          options.threads === 2 ? { ...solution, values: solution.values.map((value) => value * (1 + 2 ** -50)) } : solution,
        ).open(options),
    };
    expect(await outcome(provider, 'same bits however opened')).toBe('passed');
    expect(
      await outcome(provider, 'same bits however opened', { variants: [{ threads: 2 }], problems: { precisions: ['float64'] } }),
    ).toMatch(/opened another way: values differs/);
  });
});

describe('disposal', () => {
  /** A backend that takes a buffer at each opening and gives it back, or does not. */
  function counting(givesBack: boolean): { readonly provider: BackendProvider; readonly live: () => number } {
    let live = 3;
    const provider = tampered((reference) => {
      live++;
      let disposed = false;
      const dispose = async (): Promise<void> => {
        if (!disposed && givesBack) live--;
        disposed = true;
        return reference.dispose();
      };
      return { dispose, [Symbol.asyncDispose]: dispose };
    });
    return { provider, live: () => live };
  }

  it('passes what gives everything back, and fails what does not', async () => {
    const good = counting(true);
    expect(await outcome(good.provider, 'disposal', { liveResources: good.live })).toBe('passed');
    const bad = counting(false);
    expect(await outcome(bad.provider, 'disposal', { liveResources: bad.live })).toMatch(/\d+ resources live after dispose, \d+ before/);
  });

  it('fails a backend that solves on after dispose', async () => {
    expect(
      await outcome(
        tampered(() => ({ dispose: () => Promise.resolve() })),
        'disposal',
      ),
    ).toMatch(/solve after dispose gave/);
  });
});

describe('abort and progress', () => {
  const law = 'abort and progress';

  it('fails a backend that never looks at the signal', async () => {
    const deaf = tampered((reference) => ({
      solve: (problem, request, { onProgress } = {}) => reference.solve(problem, request, onProgress === undefined ? {} : { onProgress }),
    }));
    expect(await outcome(deaf, law)).toMatch(/an aborted signal gave undefined/);
  });

  it('fails a backend that only lets go of the promise', async () => {
    const pretending = tampered((reference) => ({
      solve: (problem, request, { signal, onProgress }: SolveOptions = {}) => {
        signal?.throwIfAborted();
        const work = reference.solve(problem, request, onProgress === undefined ? {} : { onProgress });
        if (signal === undefined) return work;
        return Promise.race([
          work,
          new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
        ]);
      },
    }));
    // `throwIfAborted` throws at once here: a solve must reject.
    const rejecting = tampered((reference) => ({
      solve: async (...call) => (await pretending.open()) && pretendingSolve(reference, ...call),
    }));
    function pretendingSolve(
      reference: Parameters<Parameters<typeof tampered>[0]>[0],
      ...[problem, request, options = {}]: Parameters<typeof reference.solve>
    ) {
      const { signal, onProgress } = options;
      if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
      const work = reference.solve(problem, request, onProgress === undefined ? {} : { onProgress });
      if (signal === undefined) return work;
      return Promise.race([
        work,
        new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      ]);
    }
    expect(await outcome(rejecting, law)).toMatch(/progress came after the abort: the work went on/);
  });

  it('fails another reason, and progress that falls or does not end', async () => {
    const other = tampered((reference) => ({
      solve: (...call) => reference.solve(...call).catch(() => Promise.reject(new Error('stopped'))),
    }));
    expect(await outcome(other, law)).toMatch(/expected its reason/);
    const falling = tampered((reference) => ({
      solve: (problem, request, options = {}) => {
        const { onProgress } = options;
        return reference.solve(
          problem,
          request,
          onProgress === undefined ? options : { ...options, onProgress: ({ done, total }) => onProgress({ done: total - done, total }) },
        );
      },
    }));
    expect(await outcome(falling, law)).toMatch(/progress fell from|progress ended at 0/);
  });

  it('is skipped where nothing takes long', async () => {
    const quick = tampered(() => ({
      limits: { maximumSide: 10, maximumCells: 100, maximumSteps: 8, maximumBytes: Infinity, precisions: ['float64'] },
    }));
    expect(await outcome(quick, law)).toBe('skipped');
  });
});
