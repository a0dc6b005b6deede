import { expect, it } from 'vitest';
import { composePieces } from '../../src/data/compose.ts';

const pieces = composePieces(1, 3, 48);

it('composes three voices, and performs every note and beat of them, the beats in order', () => {
  for (const { performances } of pieces) {
    const [{ score, performance }] = performances;
    // Trills have more notes than the score.
    expect(performance.notes.length).toBeGreaterThan(score.notes.length);
    expect(score.notes.length).toBeGreaterThan(100);
    expect(score.beats).toHaveLength(49);
    expect(performance.beats.every((beat, b) => b === 0 || beat > performance.beats[b - 1])).toBe(true);
    for (const { pitch, start, end, velocity } of [...score.notes, ...performance.notes]) {
      expect(pitch).toBeGreaterThan(35);
      expect(pitch).toBeLessThan(100);
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(velocity).toBeGreaterThan(0);
    }
    // The tempo changes: no straight line is near the beats.
    const last = performance.beats.at(-1)!;
    const bends = performance.beats.map((beat, b) => Math.abs(beat - (b / 48) * last));
    expect(Math.max(...bends)).toBeGreaterThan(0.05);
  }
});

it('makes the same pieces of the same seed, and no two alike', () => {
  expect(composePieces(1, 3, 48)).toEqual(pieces);
  const texts = new Set([...pieces, ...composePieces(2, 3, 48)].map(({ performances }) => JSON.stringify(performances[0].score.notes)));
  expect(texts.size).toBe(6);
});
