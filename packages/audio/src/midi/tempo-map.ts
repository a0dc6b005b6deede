import type { MidiEvent } from './events.ts';
import type { TempoChange } from './midi-file.ts';

/** The clock of a file: ticks to seconds. */
export interface TempoMap {
  readonly tempos: readonly TempoChange[];
  readonly seconds: (tick: number) => number;
}

/** How a file counts time: ticks per quarter note, with tempos, or ticks per second. */
export type Division = { readonly ticksPerQuarter: number } | { readonly ticksPerSecond: number };

/** What holds before the first tempo: 120 quarter notes per minute. */
const DEFAULT_MICROSECONDS = 500_000;

export function createTempoMap(division: Division, events: readonly MidiEvent[]): TempoMap {
  if ('ticksPerSecond' in division) return { tempos: [], seconds: (tick) => tick / division.ticksPerSecond };
  const ticks = [0];
  const times = [0];
  const perTick = [DEFAULT_MICROSECONDS / 1e6 / division.ticksPerQuarter];
  const advance = (tick: number, k: number): number => times[k] + (tick - ticks[k]) * perTick[k];
  for (const { kind, tick, value } of events) {
    if (kind !== 'tempo') continue;
    const last = ticks.length - 1;
    // The last of several tempos at a tick holds.
    const k = tick === ticks[last] ? last : last + 1;
    times[k] = k === last ? times[last] : advance(tick, last);
    ticks[k] = tick;
    perTick[k] = value / 1e6 / division.ticksPerQuarter;
  }
  return {
    tempos: times.map((time, k) => ({ time, quartersPerMinute: 60 / (perTick[k] * division.ticksPerQuarter) })),
    seconds(tick) {
      let low = 0;
      let high = ticks.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (ticks[middle] <= tick) low = middle;
        else high = middle;
      }
      return advance(tick, low);
    },
  };
}
