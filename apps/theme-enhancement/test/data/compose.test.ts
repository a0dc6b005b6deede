import { createRandom } from '@rubato/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { composeAccompaniment, composeTheme, HIGHEST_THEME_PITCH, LOWEST_THEME_PITCH } from '../../src/data/compose.ts';

it('composes themes of so many notes, one after the other, within two octaves', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 30 }), (seed, count) => {
      const notes = composeTheme(createRandom(seed), count);
      expect(notes).toHaveLength(count);
      notes.forEach(({ pitch, start, end }, k) => {
        expect(pitch).toBeGreaterThanOrEqual(LOWEST_THEME_PITCH);
        expect(pitch).toBeLessThanOrEqual(HIGHEST_THEME_PITCH);
        expect(end - start).toBeGreaterThanOrEqual(0.5);
        expect(start).toBeGreaterThanOrEqual(k === 0 ? 0 : notes[k - 1].end);
      });
    }),
  );
});

it('repeats notes and leaves rests', () => {
  const notes = composeTheme(createRandom(1), 400);
  const pairs = notes.slice(1).map((note, k) => [notes[k], note] as const);
  const repeats = pairs.filter(([before, after]) => before.pitch === after.pitch).length;
  const rests = pairs.filter(([before, after]) => after.start > before.end).length;
  expect(repeats / pairs.length).toBeCloseTo(0.1, 1);
  expect(rests / pairs.length).toBeCloseTo(0.08, 1);
});

it('accompanies with chords from the first beat to the last', () => {
  const notes = composeAccompaniment(createRandom(2), 10.5);
  for (let beat = 0; beat < 10.5; beat += 0.25) {
    const sounding = notes.filter(({ start, end }) => start <= beat && beat < end).length;
    expect([2, 3]).toContain(sounding);
  }
  expect(Math.max(...notes.map(({ end }) => end))).toBe(10.5);
});
