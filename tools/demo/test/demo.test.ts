import { root, runNode } from '@rubato/workspace';
import fc from 'fast-check';
import { dtw } from 'rubato';
import { describe, expect, it } from 'vitest';
import { columnsOfRows, expectedColumns, meanAbsoluteError } from '../src/compare.ts';
import { composeMelody } from '../src/melody.ts';
import { drawAlignment } from '../src/picture.ts';
import { makePiece } from '../src/piece.ts';
import { rubatoTempo, steadyTempo } from '../src/tempo.ts';

describe('the piece', () => {
  it('has notes that follow each other without gaps, four beats a bar', () => {
    const notes = composeMelody(8);
    notes.slice(1).forEach(({ start }, i) => expect(start).toBe(notes[i].start + notes[i].beats));
    expect(notes[notes.length - 1].start + notes[notes.length - 1].beats).toBe(32);
    expect(new Set(notes.map(({ pitchClass }) => pitchClass))).toEqual(new Set([2, 4, 6, 7, 9, 11, 1]));
  });

  it('has tempos whose two directions undo each other', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 0.9, noNaN: true }), (beat, depth) => {
        for (const tempo of [steadyTempo(90), rubatoTempo(90, 8, depth)]) expect(tempo.beatAt(tempo.secondsAt(beat))).toBeCloseTo(beat, 9);
      }),
    );
  });

  it('is the same for the same seed, and its truth only moves on', () => {
    const piece = makePiece(4, 20, 7);
    expect(makePiece(4, 20, 7)).toEqual(piece);
    expect(makePiece(4, 20, 8).steady).not.toEqual(piece.steady);
    piece.truth.slice(1).forEach((place, n) => expect(place).toBeGreaterThan(piece.truth[n]));
  });

  it('is aligned closer to the truth than by a straight line', () => {
    const { steady, rubato, truth } = makePiece(8, 20, 1);
    const found = meanAbsoluteError(columnsOfRows(dtw(steady, rubato).path, steady.length), truth);
    const straight = Float64Array.from(steady, (_, n) => (n * (rubato.length - 1)) / (steady.length - 1));
    expect(found).toBeLessThan(2);
    expect(meanAbsoluteError(straight, truth)).toBeGreaterThan(3);
  });
});

describe('comparison and picture', () => {
  it('takes the mean column of a row', () => {
    const path = [
      [0, 0],
      [0, 1],
      [1, 2],
    ] as const;
    expect(columnsOfRows(path, 2)).toEqual(Float64Array.of(0.5, 2));
    expect(
      expectedColumns([
        [1, 1],
        [0, 3],
      ]),
    ).toEqual(Float64Array.of(0.5, 1));
    expect(meanAbsoluteError([1, 2], [2, 4])).toBe(1.5);
  });

  it('draws weights as shades and the path over them', () => {
    const picture = drawAlignment(
      [
        [1, 0.5, 0],
        [0, 0.1, 1],
      ],
      [[0, 0]],
      2,
      3,
    );
    expect(picture).toBe('│●░ │\n│ ·▓│');
  });
});

it('runs from its sources and ends well', async () => {
  const { status, output } = await runNode(['--conditions=@rubato/source', 'tools/demo/src/main.ts'], { cwd: root });
  expect(status, output).toBe(0);
  expect(output).toContain('Mean absolute error against the known tempo');
  expect(output).toContain('computed by the backend wasm');
});
