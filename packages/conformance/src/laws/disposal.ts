import type { AlignmentProblem, Backend } from '@rubato/core';
import { DisposedError, isUnavailable } from '@rubato/core';
import fc from 'fast-check';
import { problemCases } from '../arbitraries/problem-case.ts';
import { checkSameBits, keepBits } from '../compare/bits.ts';
import type { Law, LawContext } from './law.ts';

/** Resolves to what a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return undefined;
}

async function open(context: LawContext): Promise<Backend> {
  const opened = await context.provider.open(context.options.open);
  if (isUnavailable(opened)) throw new Error(`the backend opened once and not again: ${opened.reason}`);
  return opened;
}

async function requireDisposed(backend: Backend, problem: AlignmentProblem, how: string): Promise<void> {
  const error = await rejection(Promise.resolve().then(() => backend.solve(problem, {})));
  if (!(error instanceof DisposedError)) throw new Error(`solve after ${how} gave ${String(error)}, expected a DisposedError`);
  if (backend.solveSync === undefined) return;
  try {
    backend.solveSync(problem, {});
  } catch (thrown) {
    if (thrown instanceof DisposedError) return;
    throw thrown;
  }
  throw new Error(`solveSync after ${how} gave an answer, expected a DisposedError`);
}

const rounds = 4;

export const disposal: Law = {
  number: 9,
  name: 'disposal',
  sentence:
    'Nothing leaks: after `dispose` as many buffers, workers and tensors live as before, answers stay readable, and solving is refused.',
  declared: () => rounds,
  random: false,
  async check(context) {
    const { liveResources, seed } = context.options;
    const cases = fc.sample(problemCases(context.problems()), { seed, numRuns: 8 * rounds });
    for (let round = 0; round < rounds; round++) {
      const before = await liveResources?.();
      const backend = await open(context);
      let [peak, solved] = [before ?? 0, 0];
      for (const { problem, request } of cases.slice(8 * round, 8 * (round + 1))) {
        const asked = backend.supports(problem, request).supported ? request : {};
        if (!backend.supports(problem, asked).supported) continue;
        const solution = await backend.solve(problem, asked);
        const kept = keepBits(solution);
        peak = Math.max(peak, (await liveResources?.()) ?? 0);
        solved++;
        context.tally.items += problem.batch;
        if (round % 2 === 1) continue;
        // A second solve at once, to be under way while the first is kept.
        await Promise.all([backend.solve(problem, asked), backend.solve(problem, {})]);
        checkSameBits(keepBits(solution), kept, 'an answer after further solves');
      }
      const { problem } = cases[8 * round];
      const last = await backend.solve(cases.find((drawn) => backend.supports(drawn.problem, {}).supported)!.problem, {});
      const kept = keepBits(last);
      const asyncDispose = backend[Symbol.asyncDispose] as (() => Promise<void>) | undefined;
      if (round % 2 === 1 && asyncDispose !== undefined) await asyncDispose.call(backend);
      else await backend.dispose();
      await backend.dispose();
      checkSameBits(keepBits(last), kept, 'an answer after dispose');
      await requireDisposed(backend, problem, round % 2 === 1 ? 'Symbol.asyncDispose' : 'dispose');
      const after = await liveResources?.();
      if (after !== before)
        throw new Error(`${after} resources live after dispose, ${before} before the backend was opened (${peak} at most)`);
      if (liveResources !== undefined) context.count('resources at most', Math.max(0, peak - before!));
      if (solved === 0) throw new Error('no problem of this round was supported');
      context.tally.runs++;
    }
  },
};
