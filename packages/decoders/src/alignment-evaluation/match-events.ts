import { checkNumber, checkOptions, isList, refuse } from '../check.ts';
import type { DetectionScores } from './detection-scores.ts';
import { scoreDetection } from './detection-scores.ts';

/** Events with their times, and with labels where only events of one label may match: onsets with pitches, for example. */
export interface Events {
  /** In any order. */
  readonly times: ArrayLike<number>;
  /** One for each time. */
  readonly labels?: ArrayLike<number>;
}

export interface MatchEventsOptions {
  /** The largest distance of a pair, in the unit of the times; a pair at this distance counts. */
  readonly tolerance: number;
}

/** Pairs of events, and how good the predicted ones are. */
export interface EventMatching extends DetectionScores {
  /** Indices of each pair, in the order of the references' times. */
  readonly pairs: readonly (readonly [predicted: number, reference: number])[];
}

/**
 * Note-wise matching of events within a tolerance: as many pairs as there can be, each event in one at most.
 *
 * A pair has `|predicted - reference| ≤ tolerance` and, where labels are given, one label. On a line a greedy sweep finds a maximum
 * matching: the earliest two that are left are a pair, or the earlier one has none. (A pair at just the tolerance counts if the difference
 * of the two numbers, as it is rounded, does.)
 * Source: the measures of Bay, Ehmann & Downie, ISMIR 2009, and mir_eval (Raffel et al., ISMIR 2014), which solves the general matching.
 *
 * @throws InvalidArgumentError for lists that do not fit, labels on one side only, NaN, and a tolerance below 0
 *
 * @example
 * ```ts
 * import { matchEvents } from '@rubato/decoders';
 * const { pairs, fMeasure } = matchEvents({ times: [1, 2.04, 3.5] }, { times: [0.97, 2, 3] }, { tolerance: 0.05 });
 * pairs; // → [[0, 0], [1, 1]]
 * fMeasure; // → 2 / 3
 * ```
 */
export function matchEvents(predicted: Events, reference: Events, options: MatchEventsOptions): EventMatching {
  checkOptions(options, ['tolerance']);
  const { tolerance } = options;
  checkNumber('options.tolerance', tolerance, 0, Infinity);
  checkEvents('predicted', predicted);
  checkEvents('reference', reference);
  if ((predicted.labels === undefined) !== (reference.labels === undefined)) {
    const missing = predicted.labels === undefined ? 'predicted' : 'reference';
    refuse(`${missing}.labels`, undefined, 'labels, as the other events have them');
  }
  const pairs: (readonly [number, number])[] = [];
  const found = byLabel(predicted);
  for (const [label, there] of byLabel(reference)) {
    const candidates = found.get(label) ?? [];
    for (let i = 0, j = 0; i < candidates.length && j < there.length;) {
      const difference = predicted.times[candidates[i]] - reference.times[there[j]];
      if (Math.abs(difference) <= tolerance) pairs.push([candidates[i++], there[j++]]);
      else if (difference < 0) i++;
      else j++;
    }
  }
  pairs.sort(([, left], [, right]) => reference.times[left] - reference.times[right] || left - right);
  return { pairs, ...scoreDetection(pairs.length, predicted.times.length, reference.times.length) };
}

function checkEvents(argument: string, events: Events): void {
  checkOptions(events, ['times', 'labels'], argument);
  const { times, labels } = events;
  if (!isList(times)) refuse(`${argument}.times`, times, 'a list of times');
  if (labels !== undefined && (!isList(labels) || labels.length !== times.length)) {
    refuse(`${argument}.labels`, labels, `a list of ${times.length} labels, one for each time`);
  }
  for (let i = 0; i < times.length; i++) {
    if (!Number.isFinite(times[i])) refuse(`${argument}.times`, times[i], 'a finite number', [i]);
    if (labels !== undefined && Number.isNaN(labels[i])) refuse(`${argument}.labels`, NaN, 'a label', [i]);
  }
}

/** The indices of the events of each label, by time. */
function byLabel({ times, labels }: Events): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < times.length; i++) {
    const label = labels?.[i] ?? 0;
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [i]);
    else group.push(i);
  }
  for (const group of groups.values()) group.sort((left, right) => times[left] - times[right] || left - right);
  return groups;
}
