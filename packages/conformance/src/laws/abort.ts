import type { AlignmentProblem, SolveProgress } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { rejection } from './disposal.ts';
import type { Law, LawContext } from './law.ts';
import { LawSkipped } from './law.ts';

/** Long enough to give way several times. */
const LONG_MILLISECONDS = 60;

/** A batch of matrices that differ, [B, side, side]. */
function large(context: LawContext, batch: number, side: number): AlignmentProblem {
  const { capabilities } = context;
  const precision = capabilities.precisions[0];
  const length = batch * side * side;
  const data = (precision === 'float32' ? new Float32Array(length) : new Float64Array(length)).map((_, k) => ((k * 7919) % 1009) / 500);
  const minimum = capabilities.minimums.includes('sparsemin') ? 'sparsemin' : capabilities.minimums[0];
  return normaliseProblem({
    cost: { kind: 'dense', data, shape: [batch, side, side] },
    steps: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    minimum,
  });
}

/** The smallest of some sizes whose solve takes long, and how long. */
async function findLong(context: LawContext): Promise<AlignmentProblem> {
  const { backend } = context;
  for (const [batch, side] of [
    [4, 48],
    [8, 64],
    [16, 96],
    [32, 128],
    [48, 192],
    [64, 256],
    [64, 384],
    [64, 768],
    [64, 1024],
  ]) {
    const problem = large(context, batch, side);
    const { maximumSide, maximumCells, maximumBytes } = backend.limits;
    const request = { gradient: true };
    if (!backend.supports(problem, request).supported || side > maximumSide || batch * side * side > maximumCells) break;
    if (backend.estimate(problem, request).total > Math.min(maximumBytes, 2 ** 30)) break;
    // Twice, since the first solve of a size may be slow for reasons of its own: compilation, memory.
    let milliseconds = Infinity;
    for (let round = 0; round < 2 && milliseconds >= LONG_MILLISECONDS; round++) {
      const start = performance.now();
      await backend.solve(problem, request);
      milliseconds = Math.min(milliseconds, performance.now() - start);
    }
    if (milliseconds >= LONG_MILLISECONDS) return problem;
  }
  throw new LawSkipped(`no problem within its limits took ${LONG_MILLISECONDS} ms`);
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

export const abort: Law = {
  number: 8,
  name: 'abort and progress',
  sentence: "Abort signals stop the work, not just the promise, with the signal's reason; progress only grows, and ends at its total.",
  declared: () => 3,
  random: false,
  async check(context) {
    const { backend } = context;
    const problem = await findLong(context);
    const request = { gradient: true };

    const reason = new Error('the caller has left');
    const aborted = await rejection(backend.solve(problem, request, { signal: AbortSignal.abort(reason) }));
    if (aborted !== reason) throw new Error(`an aborted signal gave ${String(aborted)}, expected its reason`);
    context.tally.runs++;

    const events: SolveProgress[] = [];
    let settled = false;
    const running = backend.solve(problem, request, {
      onProgress: (progress) => {
        if (settled) throw new Error('progress came after the answer');
        events.push(progress);
      },
    });
    await running;
    settled = true;
    requireGrowth(events);
    context.count('progress events', events.length);
    context.tally.runs++;

    const controller = new AbortController();
    const seen: SolveProgress[] = [];
    const stopped = rejection(
      backend.solve(problem, request, { signal: controller.signal, onProgress: (progress) => void seen.push(progress) }),
    );
    // A timer fires as soon as the solve gives way; one that never does has its answer ready first.
    setTimeout(() => controller.abort(reason), 0);
    const error = await stopped;
    if (error === undefined)
      throw new Error(`a solve of more than ${LONG_MILLISECONDS} ms finished, though it was aborted at once: it never gave way`);
    if (error !== reason) throw new Error("an abort gave something else than the signal's reason", { cause: error });
    const last = seen.at(-1);
    if (last !== undefined && last.done >= last.total) throw new Error('the work went on to its end after the abort');
    const count = seen.length;
    for (let turn = 0; turn < 5; turn++) await nextTurn();
    if (seen.length !== count) throw new Error('progress came after the abort: the work went on');
    context.tally.runs++;
  },
};

function requireGrowth(events: readonly SolveProgress[]): void {
  if (events.length === 0) throw new Error('no progress was reported');
  events.forEach(({ done, total }, k) => {
    if (!(done >= 0 && done <= total && total === events[0].total)) throw new Error(`progress says ${done} of ${total}`);
    if (k > 0 && done < events[k - 1].done) throw new Error(`progress fell from ${events[k - 1].done} to ${done}`);
  });
  const { done, total } = events[events.length - 1];
  if (done !== total || !(total > 0)) throw new Error(`progress ended at ${done} of ${total}`);
}
