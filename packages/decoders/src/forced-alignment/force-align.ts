import type { AlignmentSolution } from '@rubato/core';
import { solve, UnsupportedError } from '@rubato/core';
import type { Posteriors } from '../posteriors/posteriors.ts';
import { finishItem } from './finish-item.ts';
import type { Task } from './item-alignment.ts';
import { ItemAlignment } from './item-alignment.ts';
import type { ForcedAlignmentAsyncOptions, ForcedAlignmentOptions } from './options.ts';
import type { Prepared } from './prepare.ts';
import { prepare } from './prepare.ts';
import type { ForcedAlignment } from './result.ts';
import { createSums } from './create-sums.ts';
import type { ForcedAlignmentState } from './state.ts';
import { checkState, createItemState, createState, fingerprintOf } from './state.ts';

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
 * @throws InvalidArgumentError naming the argument and the first bad index; UnsupportedError from the backend, and for confidences of
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
  const prepared = prepare(posteriors, options, ['signal', 'onProgress']);
  const { backend, signal, onProgress } = options;
  signal?.throwIfAborted();
  const total = totalWork(prepared);
  const work = alignItems(posteriors, prepared, options);
  for (let step = work.next(); ;) {
    if (step.done === true) {
      onProgress?.({ done: total, total });
      return step.value;
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
  const prepared = prepare(posteriors, options, []);
  const { backend } = options;
  if (backend.solveSync === undefined) throw new UnsupportedError(backend.name, 'it has no solveSync; use forceAlign');
  const work = alignItems(posteriors, prepared, options);
  for (let step = work.next(); ;) {
    if (step.done === true) return step.value;
    const { problem, request } = step.value.task;
    step = work.next(backend.solveSync(problem, request));
  }
}

function totalWork({ items }: Prepared): number {
  return items.reduce((sum, item) => sum + ('lattice' in item ? item.work : 0), 0);
}

/** Yields what is to be solved, takes the solutions, returns the results. */
function* alignItems(
  posteriors: Posteriors,
  prepared: Prepared,
  options: ForcedAlignmentOptions,
): Generator<Step, ForcedAlignment[], AlignmentSolution> {
  const { items, structure, confidence, radius } = prepared;
  const state = openState(posteriors, prepared, options);
  let before = 0;
  for (const [b, item] of items.entries()) {
    const work = 'lattice' in item ? item.work : 0;
    if (b >= state.results.length) {
      if ('lattice' in item) {
        const { lattice, blockFrames } = item;
        state.item ??= createItemState(lattice.frames, blockFrames);
        const sums = createSums(item, radius);
        const alignment = new ItemAlignment(lattice, state.item, structure.minimum, confidence, sums);
        for (let task = alignment.next(); task !== undefined; task = alignment.next()) {
          const { done, total } = alignment.progress;
          const solution = yield {
            task,
            done: before + Math.floor((work * done) / total),
            next: before + Math.floor((work * (done + 1)) / total),
          };
          alignment.absorb(solution);
          if (state.item.phase !== 'finished') options.onBlock?.(state);
        }
        state.results.push(finishItem(item, state.item, prepared, options));
        state.item = undefined;
      } else state.results.push(item);
      options.onBlock?.(state);
    }
    before += work;
  }
  return [...state.results];
}

/** A new state, or the one to go on from. */
function openState(
  posteriors: Posteriors,
  { structure, classes, radius }: Prepared,
  options: ForcedAlignmentOptions,
): ForcedAlignmentState {
  const { resume, onBlock } = options;
  if (resume === undefined && onBlock === undefined) return createState(0);
  const { blank, tokens, words, confidence = true, frameRate } = options;
  const { steps, minimum, precision, temperature, stepWeights, stepPenalties, rowLengths, columnLengths, band, start, end } = structure;
  const named = {
    blank,
    tokens,
    words,
    confidence,
    frameRate,
    radius,
    steps,
    minimum,
    precision,
    shape: posteriors.shape,
    form: posteriors.form,
  };
  const text = new TextEncoder().encode(
    JSON.stringify(named, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as never) : value)),
  );
  const tables = [start, end].flatMap(({ cells, multiplier, penalty }) => [cells ?? new Int32Array(), multiplier.data, penalty.data]);
  const bands = band === undefined ? [] : [band.first, band.last];
  const lengths = [rowLengths, columnLengths];
  const fingerprint = fingerprintOf([
    text,
    posteriors.data,
    classes,
    temperature,
    stepWeights.data,
    stepPenalties.data,
    ...lengths,
    ...bands,
    ...tables,
  ]);
  if (resume === undefined) return createState(fingerprint);
  checkState(resume, fingerprint);
  return { ...resume, results: [...resume.results] };
}
