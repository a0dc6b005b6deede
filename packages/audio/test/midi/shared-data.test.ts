import { expect, it } from 'vitest';
import { readMidi } from '../../src/index.ts';
import { describeShared, sharedBytes, sharedFiles, sharedText } from '../support/shared.ts';

describeShared('synctoolbox', () => {
  it('notes of the Chopin score are those of its list, with the pedal of its file', () => {
    const name = 'synctoolbox/Chopin_Op010-03-Measures1-8_MIDI';
    const rows = sharedText(`${name}.csv`).trim().split(/\r?\n/).slice(1);
    const expected = rows.map((row) => row.split(';').map(Number)).toSorted((a, b) => a[0] - b[0] || a[2] - b[2]);
    const { notes } = readMidi(sharedBytes(`${name}.mid`));
    expect(notes.length).toBe(expected.length);
    notes.forEach(({ start, end, pitch, velocity }, i) => {
      expect([pitch, velocity]).toEqual(expected[i].slice(2, 4));
      expect(start).toBeCloseTo(expected[i][0], 6);
      expect(end - start).toBeCloseTo(expected[i][1], 6);
    });
  });
});

describeShared('asap', () => {
  it('all files are read, and their downbeats have onsets', () => {
    const files = sharedFiles('asap/**/*.mid');
    expect(files.length).toBe(105);
    let notes = 0;
    let downbeats = 0;
    let met = 0;
    for (const file of files) {
      const score = readMidi(sharedBytes(file));
      const lines = sharedText(file.replace('.mid', '_annotations.txt')).trim().split('\n');
      const times = lines.map((line) => line.split('\t')).filter(([, , label]) => label.startsWith('db'));
      const near = times.filter(([time]) => score.notes.some(({ start }) => Math.abs(start - Number(time)) < 0.03));
      expect(near.length / times.length, file).toBeGreaterThan(0.75);
      notes += score.notes.length;
      downbeats += times.length;
      met += near.length;
    }
    expect(notes).toBeGreaterThan(100_000);
    expect(met / downbeats).toBeGreaterThan(0.98);
  });

  it('scores have performances with nearly as many notes, pitch for pitch', () => {
    const pitches = (file: string): number[] =>
      readMidi(sharedBytes(file))
        .notes.map(({ pitch }) => pitch)
        .toSorted((a, b) => a - b);
    const score = pitches('asap/Fugue/bwv_893/midi_score.mid');
    const performance = pitches('asap/Fugue/bwv_893/Wong01M.mid');
    expect([score.length, performance.length]).toEqual([1032, 1031]);
    expect(performance.filter((pitch, i) => Math.abs(pitch - score[i]) <= 1).length).toBeGreaterThan(1000);
  });
});
