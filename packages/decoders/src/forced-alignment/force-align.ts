import type { AlignmentSolution } from '@rubato/core';
import { solve, TimeSlices, UnsupportedError } from '@rubato/core';
import type { Posteriors } from '../posteriors/posteriors.ts';
import { finishItem } from './finish-item.ts';
import type { Task } from './item-alignment.ts';
import { ItemAlignment } from './item-alignment.ts';
import type { ItemState } from './item-state.ts';
import type { ForcedAlignmentAsyncOptions, ForcedAlignmentOptions } from './options.ts';
import type { Pausing } from './pausing.ts';
import type { Prepared } from './prepare.ts';
import { prepare } from './prepare.ts';
import type { ForcedAlignment } from './result.ts';
import { StateWriter } from './state-writer.ts';

/** A solve that is waited for, and the work before it and with it, in frames. */
interface Step {
  readonly task: Task;
  readonly done: number;
  readonly next: number;
}

/**
 * Forced alignment: when each label sounds, where the labels are known.
 *
 * The best path is `argmin_π cost(π)` of the parameterization's lattice over `C(n, m) = -ln p(class of column m | n)`; for CTC this is the
 * most probable path that spells the labels. A token is a column, or a range of columns; its segment is the path's frames there.
 * Confidences come from all paths, `P(π) = exp(-cost(π)/γ)/Z`, of which E is the soft alignment and B_s the marginal of step s = (i, j):
 *
 * - `P(token active at n) = Σ_{m ∈ token} E(n, m) - Σ_s B_s(n, m)` over steps within the frame n and within the token, if there are any: a
 *   path that visits several columns of a token in one frame counts once;
 * - `confidence = mean over the segment's frames of P(token active at n)`;
 * - `P(token starts at n) = Σ B_s(n, m)` over edges from outside into the token, and start cells; `P(token ends at n)` likewise over those
 *   that leave it.
 *
 * A word is the columns from its first token to its last, blanks between them included. Long items are solved in blocks of frames, forth
 * and back, with the same answer (exact down to posteriors of 1e-300), where no step goes back more than one frame; E is never kept. A
 * band in the parameterization makes them faster still, at the price of paths outside it.
 * Sources: Graves et al., "Connectionist temporal classification", ICML 2006, sections 3.2 and 4.1 (paths, forward-backward); Mensch &
 * Blondel, "Differentiable dynamic programming", ICML 2018 (edge marginals).
 *
 * @param posteriors [batch, frames, classes]
 * @param options the backend, the parameterization, what is a token
 * @returns one result per item; an item without a path says why, and how many frames are missing
 * @throws InvalidArgumentError naming the argument and the first bad index, before work starts; UnsupportedError from the backend, and for confidences of
 * any minimum but softmin; MemoryLimitError with the bytes needed, before work starts; the signal's reason on abort
 *
 * @example
 * ```ts
 * import { openCpu } from '@rubato/backend-cpu';
 * import { forceAlign } from '@rubato/decoders';
 * import { ctc } from '@rubato/presets';
 * const data = Float64Array.of(0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.2, 0.7, 0.1, 0.1, 0.1, 0.8);
 * const parameterization = ctc([[1, 2]], { blank: 0 });
 * const [item] = await forceAlign({ data, shape: [1, 4, 3] }, { backend: openCpu(), parameterization, blank: 0, frameRate: 50 });
 * if (item.status !== 'aligned') throw new Error(item.reason);
 * item.tokens.map(({ label, startSeconds, endSeconds }) => [label, startSeconds, endSeconds]); // → [[1, 0.02, 0.06], [2, 0.06, 0.08]]
 * Math.exp(item.pathLogProbability); // → 0.8 * 0.8 * 0.7 * 0.8
 * item.tokens[0].posterior!.confidence.toFixed(2); // → '0.82'
 * ```
 */
export async function forceAlign(posteriors: Posteriors, options: ForcedAlignmentAsyncOptions): Promise<ForcedAlignment[]> {
  const { backend, signal, onProgress } = options;
  const slices = new TimeSlices({ total: 0, ...(signal && { signal }) });
  const preparation = prepare(posteriors, options, ['signal', 'onProgress']);
  let preparing = preparation.next();
  signal?.throwIfAborted();
  for (; preparing.done !== true; preparing = preparation.next()) if (slices.isOver()) await slices.giveWay();
  const prepared = preparing.value;
  signal?.throwIfAborted();
  const total = totalWork(prepared);
  const work = alignItems(prepared, options);
  for (let step = work.next(); ;) {
    if (step.done === true) {
      onProgress?.({ done: total, total });
      return step.value;
    }
    if (step.value === undefined) {
      if (slices.isOver()) await slices.giveWay();
      step = work.next();
      continue;
    }
    const { task, done, next } = step.value;
    const report =
      onProgress === undefined
        ? {}
        : {
            onProgress: (inner: { done: number; total: number }) =>
              onProgress({ done: done + Math.floor(((next - done) * inner.done) / inner.total), total }),
          };
    const solution = await solve(task.problem, backend, task.request, { ...(signal === undefined ? {} : { signal }), ...report });
    step = work.next(solution);
  }
}

/**
 * {@link forceAlign} without waiting, on a backend that has `solveSync`: everything but a signal and progress.
 *
 * @throws as forceAlign; UnsupportedError where the backend has no `solveSync`
 *
 * @example
 * ```ts
 * import { openCpu } from '@rubato/backend-cpu';
 * import { forceAlignSync } from '@rubato/decoders';
 * const data = Float64Array.of(0.9, 0.1, 0.6, 0.4, 0.2, 0.8);
 * const parameterization = { steps: [[1, 0], [1, 1]] } as const;
 * const [item] = forceAlignSync({ data, shape: [1, 3, 2] }, { backend: openCpu(), parameterization, labels: [[0, 1]], blank: 'none' });
 * item.status === 'aligned' && item.tokens.map(({ startFrame, endFrame }) => [startFrame, endFrame]); // → [[0, 2], [2, 3]]
 * ```
 */
export function forceAlignSync(posteriors: Posteriors, options: ForcedAlignmentOptions): ForcedAlignment[] {
  const preparation = prepare(posteriors, options, []);
  let preparing = preparation.next();
  while (preparing.done !== true) preparing = preparation.next();
  const prepared = preparing.value;
  const { backend } = options;
  if (backend.solveSync === undefined) throw new UnsupportedError(backend.name, 'it has no solveSync; use forceAlign');
  const work = alignItems(prepared, options);
  for (let step = work.next(); ;) {
    if (step.done === true) return step.value;
    const task = step.value?.task;
    step = work.next(task === undefined ? undefined : backend.solveSync(task.problem, task.request));
  }
}

function totalWork({ items }: Prepared): number {
  return items.reduce((sum, item) => sum + ('lattice' in item ? item.work : 0), 0);
}

/** Yields what is to be solved, or nothing where others may have their turn; takes the solutions, returns the results. */
function* alignItems(
  prepared: Prepared,
  options: ForcedAlignmentOptions,
): Generator<Step | undefined, ForcedAlignment[], AlignmentSolution | undefined> {
  const { items, structure, confidence, fingerprint } = prepared;
  const { onBlock, resume } = options;
  const writer = onBlock === undefined ? undefined : new StateWriter(fingerprint);
  function* handOut(state?: ItemState): Pausing<void> {
    if (writer !== undefined) onBlock!(yield* writer.state(state));
  }
  const results: ForcedAlignment[] = [];
  let before = 0;
  for (const [b, item] of items.entries()) {
    const known = resume?.items[b];
    if ('lattice' in item) {
      const { lattice, state, work } = item;
      const isKnown = state.phase === 'finished';
      const alignment = new ItemAlignment(lattice, state, structure.minimum, confidence, item.createSums);
      for (let task = alignment.next(); task !== undefined; task = alignment.next()) {
        const { done, total } = alignment.progress;
        const solution = yield {
          task,
          done: before + Math.floor((work * done) / total),
          next: before + Math.floor((work * (done + 1)) / total),
        };
        yield;
        yield* alignment.absorb(solution!);
        if (state.phase !== 'finished') yield* handOut(state);
        yield;
      }
      results.push(yield* finishItem(item, state, prepared, options));
      if (writer !== undefined) yield* writer.finish(state);
      if (!isKnown) yield* handOut();
      before += work;
    } else {
      results.push(item);
      if (writer !== undefined) yield* writer.finish(undefined);
      if (known === undefined) yield* handOut();
    }
  }
  return results;
}
