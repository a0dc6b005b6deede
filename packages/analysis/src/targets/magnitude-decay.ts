import type { AlignmentProblem, AlignmentSolution, LatticeArray } from '@rubato/core';
import { checkOptions, checkWhole } from '../check.ts';
import { visitItemRows } from './lattice-rows.ts';
import { normaliseRows } from './row-normalised-alignment.ts';
import type { TargetOptions, TargetRows } from './target-rows.ts';
import { targetRows } from './target-rows.ts';

export interface MagnitudeDecayOptions extends TargetOptions {
  /** A dimension that holds no events: the class of the blank. Default: none. */
  readonly blank?: number;
}

/** An event: a run of columns in which a dimension of the target is above 0, for example a note. */
export interface EventMagnitude {
  readonly item: number;
  readonly dimension: number;
  /** The first and the last column of the run. */
  readonly firstColumn: number;
  readonly lastColumn: number;
  /** How many frames learn it: `Σ_n Σ_{m in the run} H̃(n,m)`. */
  readonly length: number;
  /** The frame in which it weighs most: argmax_n of `Σ_{m in the run} H̃(n,m)`, the first of equals. */
  readonly peakFrame: number;
  /** What of it is left there, from 0 to 1: `Σ_{m in the run} H̃(peak,m)·y_m / max y` in its dimension, the run's own part of `Y_mod`. */
  readonly magnitude: number;
}

export interface MagnitudeDecay {
  /** By item, then dimension, then column. */
  readonly events: readonly EventMagnitude[];
  /** Mean magnitude of the weakest quarter of the events, at least one; NaN without events. */
  readonly weakMagnitude: number;
  /** Mean magnitude of the strongest quarter, at least one event; NaN without events. */
  readonly strongMagnitude: number;
  /** `strongMagnitude - weakMagnitude`, from 0 to 1: 0 where all events are learned alike, short or long. */
  readonly imbalance: number;
}

/**
 * How much of each event is left in the modified targets: short ones lose more than long ones.
 *
 * Where targets are mixed over time, neighbours reach into an event from both sides. A long event keeps its magnitude between them; a short
 * one does not, and may fall below the threshold of detection (0.5). At the ends of an item an event has one neighbour, and loses less. Lower
 * temperatures mix less. What other events of the same dimension add to the frame is not the event's own, and does not count; where there
 * are none nearby its magnitude is `Y_mod` over its largest target. Targets are activations, such as multi-hot rows: an event is what is
 * above 0, and negative targets are neither events nor part of one.
 * Source: Zeitler & Müller, "Reformulating soft dynamic time warping", ISMIR 2025, section 4.2.
 *
 * @param problem of shape [B, N, M]
 * @param solution its solution with `gradient`
 * @param options targets, where the cost does not hold them, and the blank
 * @returns events of all items; lengths in frames, magnitudes and imbalance from 0 to 1
 * @throws InvalidArgumentError as {@link modifiedTargets}, and for a blank that is no dimension
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { magnitudeDecay } from '@rubato/analysis';
 * const localCost = { name: 'halfSquaredEuclidean' };
 * const [x, y] = [Float64Array.of(0, 0, 2, 0, 0), Float64Array.of(0, 2, 0)];
 * const cost = { kind: 'features', x, y, shape: [5, 3], dimension: 1, localCost } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]], temperature: 1 });
 * const [event] = magnitudeDecay(problem, openReference().solveSync(problem, { gradient: true })).events;
 * event.peakFrame; // → 2
 * event.magnitude.toFixed(2); // → '0.77'
 * ```
 */
export function magnitudeDecay(
  problem: AlignmentProblem,
  solution: AlignmentSolution,
  options: MagnitudeDecayOptions = {},
): MagnitudeDecay {
  checkOptions(options, ['targets', 'blank']);
  const { weights } = normaliseRows(problem, solution, 'gradient');
  const rows = targetRows(problem, options);
  if (options.blank !== undefined) checkWhole('options.blank', options.blank, 0, rows.dimension - 1);
  const events = Array.from({ length: problem.batch }, (_, b) => eventsOf(problem, b, weights, rows, options.blank)).flat();
  return { events, ...compareMagnitudes(events) };
}

/** The events of one item. An item without a path has none. */
export function eventsOf(
  problem: AlignmentProblem,
  b: number,
  weights: LatticeArray,
  { data, dimension }: TargetRows,
  blank: number | undefined,
): EventMagnitude[] {
  const { columns, columnLengths } = problem;
  const M = columnLengths[b];
  const at = (m: number, d: number): number => data[(b * columns + m) * dimension + d];
  const events: EventMagnitude[] = [];
  for (let d = 0; d < dimension; d++) {
    if (d === blank) continue;
    for (let first = 0; first < M; first++) {
      if (!(at(first, d) > 0)) continue;
      let last = first;
      let largest = at(first, d);
      while (last + 1 < M && at(last + 1, d) > 0) largest = Math.max(largest, at(++last, d));
      let length = 0;
      let peakFrame = 0;
      let most = 0;
      let magnitude = 0;
      visitItemRows(problem, weights, b, (_, n, from, to, numbers, offset) => {
        let share = 0;
        let kept = 0;
        for (let m = Math.max(first, from); m <= Math.min(last, to); m++) {
          const weight = numbers[offset + m - from];
          share += weight;
          kept += weight * (at(m, d) / largest);
        }
        length += share;
        if (share <= most) return;
        most = share;
        peakFrame = n;
        // Weights of a row sum to 1 but for rounding.
        magnitude = Math.min(1, kept);
      });
      if (length > 0) events.push({ item: b, dimension: d, firstColumn: first, lastColumn: last, length, peakFrame, magnitude });
      first = last;
    }
  }
  return events;
}

/** Mean magnitudes of the weakest and the strongest quarter. */
export function compareMagnitudes(events: readonly EventMagnitude[]): Omit<MagnitudeDecay, 'events'> {
  const magnitudes = events.map(({ magnitude }) => magnitude).toSorted((a, b) => a - b);
  const quarter = Math.max(1, Math.floor(magnitudes.length / 4));
  const mean = (some: readonly number[]): number => some.reduce((sum, magnitude) => sum + magnitude, 0) / some.length;
  const weakMagnitude = mean(magnitudes.slice(0, quarter));
  const strongMagnitude = mean(magnitudes.slice(-quarter));
  return { weakMagnitude, strongMagnitude, imbalance: strongMagnitude - weakMagnitude };
}
