import type { BenchCase } from '../cases/bench-case.ts';
import { makeTask } from '../cases/task.ts';
import type { Answer, Contender, Entry } from '../contenders/contender.ts';
import { isAbsent } from '../contenders/contender.ts';
import type { Affinity } from './affinity.ts';
import type { Difference } from './compare.ts';
import { compareAnswers } from './compare.ts';
import type { Ratio } from './ratios.ts';
import { ratiosOf } from './ratios.ts';
import type { RoundOptions, Timing } from './rounds.ts';
import { runRounds, timingsOf } from './rounds.ts';

/** What a case came to. */
export interface CaseResult {
  readonly name: string;
  readonly kind: BenchCase['kind'];
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly cells: number;
  readonly tableVi?: readonly [rows: number, columns: number];
  readonly timings: readonly Timing[];
  readonly ratios: readonly Ratio[];
  /** How far each answer was from the reference's, which is the first contender's. */
  readonly differences: Readonly<Record<string, Difference>>;
  /** Who does such cases, but not this one, and why. */
  readonly declined: Readonly<Record<string, string>>;
}

/**
 * Measures one case: all answers first, compared with the first contender's; then the rounds.
 *
 * @throws Error naming the contender whose answer is not the reference's
 */
export async function runCase(
  benchCase: BenchCase,
  contenders: readonly Contender[],
  options: RoundOptions & { readonly seed: number },
  affinity: Pick<Affinity, 'use'>,
): Promise<CaseResult> {
  const task = makeTask(benchCase, options.seed);
  const entries: { contender: Contender; entry: Entry; warmedSeconds: number }[] = [];
  const declined: Record<string, string> = {};
  const differences: Record<string, Difference> = {};
  try {
    let reference: Answer | undefined;
    for (const contender of contenders) {
      if (!contender.kinds.includes(benchCase.kind)) continue;
      const entry = await contender.enter(task);
      if (isAbsent(entry)) {
        declined[contender.id] = entry.absent;
        continue;
      }
      const running = { contender, entry, warmedSeconds: 0 };
      entries.push(running);
      try {
        const start = performance.now();
        const answer = await entry.answer();
        running.warmedSeconds = (performance.now() - start) / 1000;
        reference ??= answer;
        differences[contender.id] = compareAnswers(answer, reference, contender.tolerance);
      } catch (error) {
        throw new Error(`${benchCase.name}, ${contender.id}: ${(error as Error).message}`, { cause: error });
      }
    }
    const runners = entries.map(({ contender: { id, threads }, ...rest }) => ({ id, threads, ...rest }));
    const samples = await runRounds(runners, options, affinity);
    const timings = timingsOf(samples, task.cells);
    const ratios = ratiosOf(
      entries.map(({ contender }) => contender),
      samples,
    );
    const { name, kind, batch, rows, columns, tableVi } = benchCase;
    const size = { name, kind, batch, rows, columns, cells: task.cells, ...(tableVi === undefined ? {} : { tableVi }) };
    return { ...size, timings, ratios, differences, declined };
  } finally {
    for (const { entry } of entries) await entry.leave();
  }
}
