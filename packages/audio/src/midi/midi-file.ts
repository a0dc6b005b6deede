/** One note: what a synthesiser needs. */
export interface Note {
  /** Seconds. */
  readonly start: number;
  /** Seconds, from `start` on. */
  readonly end: number;
  /** 0 to 127; 69 is A4, 440 Hz. */
  readonly pitch: number;
  /** 0 to 127: 0 is silence, fractions count. In MIDI files whole numbers from 1 on. */
  readonly velocity: number;
}

/** One note of a MIDI file. */
export interface MidiNote extends Note {
  /** 0 to 15; 9 is the percussion's in General MIDI. */
  readonly channel: number;
  /** The program of its channel when it starts, 0 to 127; 0 where none was chosen. */
  readonly program: number;
  /** The track that it stands in, from 0. */
  readonly track: number;
}

/** A tempo, and from when it holds. */
export interface TempoChange {
  /** Seconds. */
  readonly time: number;
  readonly quartersPerMinute: number;
}

export interface MidiFile {
  readonly format: 0 | 1;
  readonly tracks: number;
  /** Sorted by start, then by pitch. */
  readonly notes: readonly MidiNote[];
  /** From time 0 on; empty where the file counts in frames of film rather than in quarter notes. */
  readonly tempos: readonly TempoChange[];
  /** Where the last track ends, in seconds. */
  readonly duration: number;
}
