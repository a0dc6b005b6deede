import type { TickNote } from './pair-notes.ts';

/**
 * The sustain pedal of one channel: while it is down, notes whose keys are released are held, until it is lifted or their pitch is struck
 * again. The calls come in the order of events, which matters within a tick too.
 */
export class SustainPedal {
  private isDown = false;
  /** By pitch. All held notes of a pitch began with its last stroke: earlier ones ended with it. */
  private readonly held = new Map<number, TickNote[]>();
  /** The tick at which each pitch was struck last. */
  private readonly strokes = new Float64Array(128).fill(-1);

  press(): void {
    this.isDown = true;
  }

  lift(tick: number): void {
    this.isDown = false;
    for (const notes of this.held.values()) endAll(notes, tick);
    this.held.clear();
  }

  /** A key is struck. Two voices that strike a pitch at the same tick strike it once. */
  strike(pitch: number, tick: number): void {
    if (tick === this.strokes[pitch]) return;
    this.strokes[pitch] = tick;
    const notes = this.held.get(pitch);
    if (notes === undefined) return;
    endAll(notes, tick);
    this.held.delete(pitch);
  }

  /** The key of a note is released; a note whose pitch was struck again meanwhile is not held. */
  release(note: TickNote, tick: number): void {
    note.end = tick;
    if (!this.isDown || note.start < this.strokes[note.pitch]) return;
    const notes = this.held.get(note.pitch);
    if (notes === undefined) this.held.set(note.pitch, [note]);
    else notes.push(note);
  }
}

function endAll(notes: readonly TickNote[], tick: number): void {
  for (const note of notes) note.end = tick;
}
