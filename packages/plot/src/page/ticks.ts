import { numberLabel, numberLabels } from './number-labels.ts';

/** A mark on an axis. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Marks, and what stands behind the axis' title where their labels are short of something: `− 1234560`, or nothing. */
export interface Marks {
  readonly ticks: readonly Tick[];
  readonly offset: string;
}

/** Distances of marks: 1, 2 and 5 and their tenfolds (Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990). */
function niceDistance(from: number, to: number, most: number): number {
  // Each end is divided first: their difference may be beyond all numbers.
  const rough = to / most - from / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const distance = ([1, 2, 5].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  // The next nice number may be beyond all numbers.
  return Math.min(1e308, distance);
}

/**
 * Whole multiples of a nice distance in [from, to]: at least one, at most `most` + 1 of them, for `most` of 3 and more. A range that
 * holds only a few doubles has one mark.
 */
export function linearTicks(from: number, to: number, most: number): Marks {
  const distance = to > from ? niceDistance(from, to, most) : 0;
  const values = distance >= 4 * spacingAt(Math.max(Math.abs(from), Math.abs(to))) ? multiples(from, to, distance, most) : [];
  if (values.length === 0) return { ticks: [{ value: from, label: numberLabel(from) }], offset: '' };
  const { labels, offset } = numberLabels(values, distance);
  return { ticks: values.map((value, i) => ({ value, label: labels[i] })), offset };
}

/** Whole numbers in [from, to], for what is counted: epochs, pitches. Both ends are whole numbers. */
export function wholeTicks(from: number, to: number, most: number): readonly Tick[] {
  const distance = to > from ? Math.max(1, niceDistance(from, to, most)) : 1;
  return multiples(from, to, distance, most).map((value) => ({ value, label: String(value).replace('-', '−') }));
}

/** Numbers of cells from 0 to `count` - 1, each in the middle of its cell: number k at k + 0.5 of an axis that ends at `count`. */
export function cellTicks(count: number, most: number): readonly Tick[] {
  return wholeTicks(0, Math.max(0, count - 1), most).map(({ value, label }) => ({ value: value + 0.5, label }));
}

/** Names of cells, each in the middle of its cell: every one, every other, and so on. */
export function nameTicks(names: readonly string[], every: number): readonly Tick[] {
  return names.flatMap((label, k) => (k % every === 0 ? [{ value: k + 0.5, label }] : []));
}

/** Powers of ten in [from, to], thinned out to about `most`; where there are fewer than two, linear marks. Both ends above 0. */
export function logarithmicTicks(from: number, to: number, most: number): Marks {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  if (last - first < 1) {
    const { ticks, offset } = linearTicks(from, to, most);
    return { ticks: ticks.filter(({ value }) => value > 0), offset };
  }
  const distance = Math.max(1, Math.ceil((last - first) / most));
  const ticks = Array.from({ length: Math.floor((last - first) / distance) + 1 }, (_, k) => {
    const power = first + k * distance;
    const label = Math.abs(power) <= 4 ? String(Number(`1e${power}`)) : `1e${String(power).replace('-', '−')}`;
    return { value: Number(`1e${power}`), label };
  });
  return { ticks, offset: '' };
}

/** How far doubles of this size lie apart. */
function spacingAt(size: number): number {
  return Math.max(Number.MIN_VALUE, size === 0 ? 0 : 2 ** (Math.floor(Math.log2(size)) - 52));
}

/** Whole multiples of a distance in [from, to]: counted before they are made, at most `most` + 1. */
export function multiples(from: number, to: number, distance: number, most: number): readonly number[] {
  // A little room for rounding at both ends.
  const first = Math.ceil(from / distance - 1e-9);
  const last = Math.floor(to / distance + 1e-9);
  const count = Math.min(most + 1, last - first + 1);
  if (!(count > 0)) return [];
  return Array.from({ length: count }, (_, k) => Math.min(to, Math.max(from, (first + k) * distance)) + 0);
}
