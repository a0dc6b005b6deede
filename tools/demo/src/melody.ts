/** A note of the score: a pitch class (0 = C), when it starts and how long it lasts, in beats. */
export interface Note {
  readonly pitchClass: number;
  readonly start: number;
  readonly beats: number;
}

const majorScale = [0, 2, 4, 5, 7, 9, 11];
/** Four rhythms of four beats each; they take turns. */
const rhythms = [
  [1, 1, 1, 1],
  [1.5, 0.5, 1, 1],
  [0.5, 0.5, 1, 2],
  [1, 0.5, 0.5, 2],
];

/**
 * Our own tune in D major: bar by bar a rhythm, and a walk over the scale that leaps a third, steps back, and rises by a degree
 * with every bar.
 */
export function composeMelody(bars: number): Note[] {
  const notes: Note[] = [];
  let start = 0;
  for (let bar = 0; bar < bars; bar++) {
    rhythms[(bar * 3) % rhythms.length].forEach((beats, k) => {
      const degree = bar + [0, 2, 1, 4][k];
      notes.push({ pitchClass: (2 + majorScale[degree % majorScale.length]) % 12, start, beats });
      start += beats;
    });
  }
  return notes;
}
