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

const CLOCK_DISTANCES = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** Marks of a time in seconds from 0: plain seconds in the first minute, minutes and seconds beyond. */
export function timeTicks(to: number, most: number): readonly Tick[] {
  const distance = CLOCK_DISTANCES.find((candidate) => to / candidate <= most);
  if (to < 60 || distance === undefined) return linearTicks(0, to, most);
  return multiples(0, to, distance).map((value) => ({ value, label: clock(value) }));
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
