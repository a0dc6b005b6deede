/** A mark on an axis. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Distances of marks: 1, 2 and 5 and their tenfolds (Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990). */
function niceDistance(range: number, most: number): number {
  const rough = range / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
}

/** Whole multiples of a nice distance in [from, to]: at least one, at most `most` + 1 of them, for `most` of 3 and more. */
export function linearTicks(from: number, to: number, most: number): readonly Tick[] {
  if (!(to > from)) return [{ value: from, label: plainNumber(from) }];
  const distance = niceDistance(to - from, most);
  return multiples(from, to, distance).map((value) => ({ value, label: plainNumber(value) }));
}

/** The same for frames and other things that are counted: no fractions. */
export function countTicks(to: number, most: number): readonly Tick[] {
  const distance = Math.max(1, niceDistance(Math.max(1, to), most));
  return multiples(0, to, distance).map((value) => ({ value, label: plainNumber(value) }));
}

/** Powers of ten in [from, to], thinned out to about `most`; where there are fewer than two, linear marks. Both ends above 0. */
export function logarithmicTicks(from: number, to: number, most: number): readonly Tick[] {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  if (last - first < 1) return linearTicks(from, to, most).filter(({ value }) => value > 0);
  const distance = Math.max(1, Math.ceil((last - first) / most));
  return Array.from({ length: Math.floor((last - first) / distance) + 1 }, (_, k) => {
    const power = first + k * distance;
    const label = Math.abs(power) <= 4 ? plainNumber(10 ** power) : `1e${String(power).replace('-', '−')}`;
    return { value: 10 ** power, label };
  });
}

/** The same as {@link linearTicks} for things with names: as many of them as fit, each in the middle of its place. */
export function nameTicks(names: readonly string[], every: number): readonly Tick[] {
  return names.flatMap((label, k) => (k % every === 0 ? [{ value: k + 0.5, label }] : []));
}

const CLOCK_DISTANCES = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** Marks of a time in seconds from 0: plain seconds in the first minute, minutes and seconds beyond. */
export function timeTicks(to: number, most: number): readonly Tick[] {
  const distance = CLOCK_DISTANCES.find((candidate) => to / candidate <= most);
  if (to < 60 || distance === undefined) return linearTicks(0, to, most);
  return multiples(0, to, distance).map((value) => ({ value, label: clock(value) }));
}

/** What the numbers of {@link timeTicks} are. */
export function timeUnit(seconds: number): string {
  return seconds < 60 ? 'seconds' : 'min:s';
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;
}

function multiples(from: number, to: number, distance: number): number[] {
  const values: number[] = [];
  // A little room for rounding at both ends.
  const slack = distance * 1e-9;
  for (let k = Math.ceil((from - slack) / distance); k * distance <= to + slack; k++) values.push(k * distance + 0);
  return values;
}

/** Six digits, without the noise of binary fractions. */
function plainNumber(value: number): string {
  return String(Number(value.toPrecision(6))).replace('-', '−');
}
