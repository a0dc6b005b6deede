import { linearTicks, multiples, type Tick } from './ticks.ts';

/** Marks of an axis in time, and what their labels are. */
export interface TimeMarks {
  readonly ticks: readonly Tick[];
  readonly unit: string;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** From here on minutes and seconds would be long. */
const HOURS_FROM = 100 * MINUTE;
const DAYS_FROM = 100 * HOUR;
const DISTANCES = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, HOUR, 7200, 10_800, 21_600, 43_200, DAY, 2 * DAY];

/**
 * Marks of times in seconds in [from, to]: plain seconds in the first minute, then minutes and seconds, from 100 minutes on hours and
 * minutes, from 100 hours on days. At most `most` + 1, for `most` of 3 and more.
 */
export function timeTicks(from: number, to: number, most: number): TimeMarks {
  if (to >= DAYS_FROM) {
    const { ticks, offset } = linearTicks(from / DAY, to / DAY, most);
    return { ticks: ticks.map(({ value, label }) => ({ value: value * DAY, label })), unit: `days${offset}` };
  }
  const distance = DISTANCES.find((candidate) => (to - from) / candidate <= most && (to < HOURS_FROM || candidate >= MINUTE));
  const values = from < 0 || to < MINUTE || distance === undefined ? [] : multiples(from, to, distance, most);
  // Less than a few seconds, somewhere behind the first minute, are plain seconds too.
  if (values.length < 2) {
    const { ticks, offset } = linearTicks(from, to, most);
    return { ticks, unit: `seconds${offset}` };
  }
  const [unit, whole] = to < HOURS_FROM ? ['min:s', MINUTE] : ['h:min', HOUR];
  const ticks = values.map((value) => {
    const seconds = Math.round(value);
    const rest = Math.floor((seconds % whole) / (whole / 60));
    return { value, label: `${Math.floor(seconds / whole)}:${String(rest).padStart(2, '0')}` };
  });
  return { ticks, unit };
}
