import type { MidiEvent } from './events.ts';
import { SustainPedal } from './sustain-pedal.ts';

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
 *
 * With `sustain`, a note whose channel's pedal is down when it ends sounds on until the pedal is lifted, or until its pitch is struck again
 * on its channel. A pedal that is never lifted is lifted at the last event.
 */
export function pairNotes(events: readonly MidiEvent[], sustain: boolean): TickNote[] {
  const notes: TickNote[] = [];
  /** Of each track, by channel and pitch. */
  const open: Map<number, OpenNotes>[] = [];
  const programs = new Uint8Array(16);
  const pedals = Array.from({ length: 16 }, () => new SustainPedal());
  for (const { kind, tick, track, channel, value, velocity } of events) {
    const key = channel * 128 + value;
    const keys = (open[track] ??= new Map());
    const pedal = pedals[channel];
    if (kind === 'program') programs[channel] = value;
    else if (kind === 'on') {
      const note = { start: tick, end: tick, pitch: value, velocity, channel, program: programs[channel], track };
      notes.push(note);
      pedal.strike(value, tick);
      const sounding = keys.get(key);
      if (sounding === undefined) keys.set(key, { notes: [note], ended: 0 });
      else sounding.notes.push(note);
    } else if (kind === 'off') {
      const sounding = keys.get(key);
      if (sounding !== undefined && sounding.ended < sounding.notes.length) pedal.release(sounding.notes[sounding.ended++], tick);
    } else if (kind === 'end') {
      for (const sounding of keys.values()) {
        while (sounding.ended < sounding.notes.length) {
          const note = sounding.notes[sounding.ended++];
          pedals[note.channel].release(note, tick);
        }
      }
    } else if (kind === 'sustain' && sustain) {
      if (velocity === 1) pedal.press();
      else pedal.lift(tick);
    }
  }
  const last = events.at(-1)?.tick ?? 0;
  for (const pedal of pedals) pedal.lift(last);
  return notes;
}
