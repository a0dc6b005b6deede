import { type EventErrors, eventErrors, pathToWarp, timeError, type TimeError } from '@rubato/decoders';
import { inCommandLineWords } from '../errors.ts';
import type { Rates } from '../options/parse-rate.ts';
import type { AnnotatedEvents } from './alignment-files.ts';

/** How far a path is from annotated events. */
export interface AlignmentErrors extends EventErrors {
  /** TimeErr and TimeDev in milliseconds, against straight lines between the events; absent where events do not move on. */
  readonly time?: TimeError;
  /** The events in seconds, and where the path sends them. */
  readonly positions: Float64Array;
  readonly times: Float64Array;
  readonly predicted: Float64Array;
}

/** Whether events are told in seconds or in frames. */
export type EventUnit = 'seconds' | 'frames';

/**
 * The errors of a path at annotated events, rows as positions.
 *
 * @param names what files are called
 * @throws UsageError for a path that goes back, and events outside of it
 */
export function evaluateAlignment(
  path: Int32Array,
  events: AnnotatedEvents,
  rates: Rates,
  unit: EventUnit,
  names: { readonly path: string },
): AlignmentErrors {
  const seconds = (values: Float64Array, rate: number): Float64Array => (unit === 'seconds' ? values : values.map((value) => value / rate));
  const positions = seconds(events.positions, rates.rows);
  const times = seconds(events.times, rates.columns);
  const words = {
    path: ([i]: readonly number[]) => (i === undefined ? names.path : `${names.path}: pair ${i >> 1}`),
    positions: ([i]: readonly number[]) => (i === undefined ? 'the events' : `${events.place(i)} (from 0), in seconds,`),
  };
  return inCommandLineWords(words, () => {
    const warp = pathToWarp(path, { rowRate: rates.rows, columnRate: rates.columns });
    const errors = eventErrors(warp, positions, times);
    const moves = positions.length > 1 && positions.every((value, i) => i === 0 || (value > positions[i - 1] && times[i] >= times[i - 1]));
    const predicted = times.map((time, i) => time + errors.milliseconds[i] / 1000);
    if (!moves) return { ...errors, positions, times, predicted };
    const { error, deviation, largest } = timeError(warp, { positions, times });
    return { ...errors, time: { error: 1000 * error, deviation: 1000 * deviation, largest: 1000 * largest }, positions, times, predicted };
  });
}
