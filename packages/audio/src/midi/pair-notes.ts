import type { MidiEvent } from './events.ts';

/** A note in ticks. */
export interface TickNote {
  readonly start: number;
  end: number;
  readonly pitch: number;
  readonly velocity: number;
  readonly channel: number;
  readonly program: number;
  readonly track: number;
}

/** Notes of one key that sound, the oldest first. */
interface OpenNotes {
  readonly notes: TickNote[];
  /** How many of them have ended. */
  ended: number;
}

/**
 * Notes from events in order of their ticks. A note-off ends the oldest note that sounds on its track, channel and pitch; one without
 * such a note is without effect. What sounds at the end of its track ends there.
 */
export function pairNotes(events: readonly MidiEvent[]): TickNote[] {
  const notes: TickNote[] = [];
  const open = new Map<number, OpenNotes>();
  const programs = new Uint8Array(16);
  const trackEnds: number[] = [];
  for (const { kind, tick, track, channel, value, velocity } of events) {
    const key = (track * 16 + channel) * 128 + value;
    if (kind === 'program') programs[channel] = value;
    else if (kind === 'end') trackEnds[track] = tick;
    else if (kind === 'on') {
      const note = { start: tick, end: -1, pitch: value, velocity, channel, program: programs[channel], track };
      notes.push(note);
      const sounding = open.get(key);
      if (sounding === undefined) open.set(key, { notes: [note], ended: 0 });
      else sounding.notes.push(note);
    } else if (kind === 'off') {
      const sounding = open.get(key);
      if (sounding !== undefined && sounding.ended < sounding.notes.length) sounding.notes[sounding.ended++].end = tick;
    }
  }
  for (const note of notes) if (note.end < 0) note.end = trackEnds[note.track];
  return notes;
}

/**
 * Lets notes that end while their channel's sustain pedal is down sound until it is lifted, or until their pitch is struck again on their
 * channel. A pedal that is never lifted is lifted at the end.
 *
 * @param notes sorted by their starts; their ends change
 */
export function sustainNotes(notes: readonly TickNote[], events: readonly MidiEvent[]): void {
  const lifts = pedalLifts(events);
  const nextStart = new Map<number, number>();
  for (let i = notes.length - 1; i >= 0; i--) {
    const note = notes[i];
    const key = note.channel * 128 + note.pitch;
    const struck = nextStart.get(key) ?? Infinity;
    const lifted = lifts[note.channel](note.end);
    if (struck >= note.end) note.end = Math.min(lifted, struck);
    nextStart.set(key, note.start);
  }
}

/** For each channel, when the pedal that is down at a tick is lifted; the tick itself where it is up. */
function pedalLifts(events: readonly MidiEvent[]): ReadonlyArray<(tick: number) => number> {
  const end = events.reduce((last, event) => Math.max(last, event.tick), 0);
  return Array.from({ length: 16 }, (_, channel) => {
    const downs: number[] = [];
    const ups: number[] = [];
    for (const { kind, tick, channel: of, velocity } of events) {
      if (kind !== 'sustain' || of !== channel || (velocity === 1) === downs.length > ups.length) continue;
      (velocity === 1 ? downs : ups).push(tick);
    }
    if (downs.length > ups.length) ups.push(end);
    return (tick) => {
      let low = 0;
      let high = downs.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (downs[middle] <= tick) low = middle + 1;
        else high = middle;
      }
      return low === 0 ? tick : Math.max(tick, ups[low - 1]);
    };
  });
}
