import { InvalidArgumentError } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AudioFormatError, readMidi } from '../../src/index.ts';
import { bigEndian, END_OF_TRACK, midi, midiChunk, mutations, variableLength } from '../support/bytes.ts';

const tempo = (microseconds: number): number[] => [0xff, 0x51, 3, ...bigEndian(microseconds, 3)];
const spans = (file: Uint8Array, sustain = false): number[][] =>
  readMidi(file, { sustain }).notes.map(({ start, end, pitch }) => [start, end, pitch]);

describe('readMidi', () => {
  it('counts by the tempos of all tracks; the last of several at a tick holds', () => {
    const tempos = [0, ...tempo(1_000_000), 100, ...tempo(9), 0, ...tempo(250_000), ...variableLength(200), ...tempo(500_000)];
    const notes = [50, 0x90, 60, 100, ...variableLength(150), 0x80, 60, 0, 50, 0x90, 62, 1, 100, 0x90, 62, 0];
    const file = readMidi(midi([tempos, notes]));
    // A beat of 100 ticks lasts 1 s, from tick 100 on 0.25 s, from tick 300 on 0.5 s.
    expect(file.tempos).toEqual([
      { time: 0, quartersPerMinute: 60 },
      { time: 1, quartersPerMinute: 240 },
      { time: 1.5, quartersPerMinute: 120 },
    ]);
    expect(file.notes).toEqual([
      { start: 0.5, end: 1.25, pitch: 60, velocity: 100, channel: 0, program: 0, track: 1 },
      { start: 1.375, end: 1.75, pitch: 62, velocity: 1, channel: 0, program: 0, track: 1 },
    ]);
    expect([file.format, file.tracks, file.duration]).toEqual([1, 2, 1.75]);
  });

  it('takes 120 quarter notes per minute before the first tempo', () => {
    expect(readMidi(midi([[]])).tempos).toEqual([{ time: 0, quartersPerMinute: 120 }]);
    expect(spans(midi([[0, 0x90, 60, 1, 100, ...tempo(1_000_000), 100, 0x80, 60, 0]]))).toEqual([[0, 1.5, 60]]);
  });

  it('counts in frames of film', () => {
    // 256 - 25 frames per second, of 40 ticks: milliseconds.
    const file = midi([[0, 0x90, 60, 1, ...variableLength(1500), 0x80, 60, 0]], { division: (256 - 25) * 256 + 40 });
    expect(spans(file)).toEqual([[0, 1.5, 60]]);
    expect(readMidi(file).tempos).toEqual([]);
    const dropped = midi([[0, 0x90, 60, 1, 100, 0x80, 60, 0]], { division: (256 - 29) * 256 + 1 });
    expect(spans(dropped)[0][1]).toBeCloseTo(100.1 / 30, 12);
  });

  it('goes on with the running status, and over everything that is no note', () => {
    const text = [0, 0xff, 0x01, 3, 0x90, 60, 9];
    const exclusive = [0, 0xf0, 2, 1, 0xf7, 0, 0xf7, 1, 5];
    const others = [0, 0xa3, 1, 2, 0, 0xb3, 7, 1, 0, 0xd3, 1, 0, 0xe3, 1, 2, 0, 0xc3, 41];
    const file = midi([[...text, ...exclusive, ...others, 0, 0x93, 60, 5, 0, 64, 6, 100, 60, 0, 0, 64, 0]]);
    expect(spans(file)).toEqual([
      [0, 0.5, 60],
      [0, 0.5, 64],
    ]);
    expect(readMidi(file).notes[1]).toMatchObject({ channel: 3, program: 41, velocity: 6 });
  });

  it('reads over foreign chunks and longer headers', () => {
    const header = midiChunk('MThd', [0, 0, 0, 1, 0, 100, 9, 9]);
    const track = midiChunk('MTrk', [0, 0x90, 60, 1, 100, 0x80, 60, 0, ...END_OF_TRACK]);
    expect(spans(Uint8Array.from([...header, ...midiChunk('XFIH', [1, 2, 3]), ...track, ...midiChunk('?\u0000\u0000?', [])]))).toEqual([
      [0, 0.5, 60],
    ]);
  });

  it('ends the oldest note of a key first, what has no end with its track, and ignores an end without a note', () => {
    expect(spans(midi([[0, 0x80, 60, 0, 0, 0x90, 60, 1, 100, 60, 2, 100, 60, 0, 100, 60, 0, 0, 62, 7, 100, 0xb0, 1, 1]]))).toEqual([
      [0, 1, 60],
      [0.5, 1.5, 60],
      [1.5, 2, 62],
    ]);
  });

  it('keeps voices of two tracks apart that share a key', () => {
    expect(
      spans(
        midi([
          [0, 0x90, 60, 1, 100, 60, 0],
          [50, 0x90, 60, 1, 100, 60, 0],
        ]),
      ),
    ).toEqual([
      [0, 0.5, 60],
      [0.25, 0.75, 60],
    ]);
  });

  it('with sustain lets notes sound until the pedal is lifted or their pitch is struck again', () => {
    const down = [0xb0, 64, 64];
    const up = [0xb0, 64, 63];
    const track = [
      0,
      0x90,
      60,
      1,
      0,
      0x90,
      62,
      1,
      0,
      0x91,
      60,
      1,
      50,
      ...down,
      0,
      ...down,
      50,
      0x80,
      60,
      0,
      0,
      0x80,
      62,
      0,
      0,
      0x81,
      60,
      0,
      50,
    ];
    const file = midi([[...track, 0x90, 60, 1, 50, 0x80, 60, 0, 50, ...up, 50, 0x90, 64, 1, 50, 0x80, 64, 0]]);
    expect(spans(file, true)).toEqual([
      [0, 0.75, 60],
      [0, 0.5, 60],
      [0, 1.25, 62],
      [0.75, 1.25, 60],
      [1.5, 1.75, 64],
    ]);
    expect(spans(file).map(([, end]) => end)).toEqual([0.5, 0.5, 0.5, 1, 1.75]);
    expect(spans(midi([[0, ...down, 0, 0x90, 60, 1, 50, 60, 0, 100, 0xb0, 1, 1]]), true)).toEqual([[0, 0.75, 60]]);
  });

  it('with sustain never shortens a note that its key still holds', () => {
    const file = midi([
      [0, 0x90, 60, 1, 100, 60, 0],
      [50, 0x90, 60, 1, 100, 60, 0],
    ]);
    expect(spans(file, true)).toEqual(spans(file));
  });

  it.each([
    ['a key released before the pedal goes down', [[0, 0x90, 60, 1, 96, 60, 0, 0, 0xb0, 64, 127, 96, 0xb0, 64, 0]], [[0, 0.5, 60]]],
    [
      'a pedal lifted and pressed anew',
      [[0, 0xb0, 64, 127, 0, 0x90, 60, 1, 96, 60, 0, 0, 0xb0, 64, 0, 0, 64, 127, 96, 64, 0]],
      [[0, 0.5, 60]],
    ],
    ['a key released after the pedal goes down', [[0, 0x90, 60, 1, 96, 0xb0, 64, 127, 0, 0x90, 60, 0, 96, 0xb0, 64, 0]], [[0, 1, 60]]],
    [
      'a pitch struck before its older note is released',
      [[0, 0xb0, 64, 127, 0, 0x90, 60, 1, 96, 60, 1, 0, 60, 0, 96, 60, 0]],
      [
        [0, 0.5, 60],
        [0.5, 1, 60],
      ],
    ],
    [
      'two voices that strike a pitch at the same tick',
      [
        [0, 0xb0, 64, 127, 0, 0x90, 60, 1, 96, 60, 0, 96, 0xb0, 64, 0],
        [0, 0x90, 60, 1, 96, 60, 0],
      ],
      [
        [0, 1, 60],
        [0, 1, 60],
      ],
    ],
    [
      'a note that ends with its track while another track holds the pedal',
      [
        [0, 0xb0, 64, 127, ...variableLength(192), 0xb0, 64, 0],
        [0, 0x90, 60, 1, 96, 0xb0, 1, 1],
      ],
      [[0, 1, 60]],
    ],
  ])('with sustain keeps the order of events within a tick: %s', (_, tracks, expected) => {
    expect(spans(midi(tracks, { division: 96 }), true)).toEqual(expected);
  });

  it('reads back any notes', () => {
    const note = fc.record({
      gap: fc.nat(300),
      length: fc.integer({ min: 1, max: 2_000_000 }),
      pitch: fc.nat(127),
      velocity: fc.integer({ min: 1, max: 127 }),
    });
    fc.assert(
      fc.property(fc.array(note, { maxLength: 20 }), fc.integer({ min: 1, max: 0x7fff }), fc.boolean(), (list, division, running) => {
        let tick = 0;
        const expected: number[][] = [];
        const track = list.flatMap(({ gap, length, pitch, velocity }, i) => {
          const status = running && i > 0 ? [] : [0x90];
          expected.push([tick + gap, tick + gap + length, pitch, velocity]);
          tick += gap + length;
          return [...variableLength(gap), ...status, pitch, velocity, ...variableLength(length), ...(running ? [] : [0x90]), pitch, 0];
        });
        const { notes } = readMidi(midi([track], { division }));
        expect(notes.length).toBe(expected.length);
        notes.forEach(({ start, end, pitch, velocity }, i) => {
          expect([pitch, velocity]).toEqual(expected[i].slice(2));
          expect(start).toBeCloseTo((expected[i][0] * 0.5) / division, 6);
          expect(end).toBeCloseTo((expected[i][1] * 0.5) / division, 6);
        });
      }),
    );
  });
});

describe('malformed files', () => {
  const header = (format: number, tracks: number, division: number): Uint8Array =>
    Uint8Array.from(midiChunk('MThd', [...bigEndian(format, 2), ...bigEndian(tracks, 2), ...bigEndian(division, 2)]));
  const raw = (...events: readonly number[]): Uint8Array => Uint8Array.from([...header(0, 1, 100), ...midiChunk('MTrk', events)]);

  it.each([
    [new Uint8Array(0), 0, 'the header needs 4 bytes, 0 are left'],
    [new TextEncoder().encode('RIFF and more'), 0, 'does not begin with MThd'],
    [Uint8Array.from(midiChunk('MThd', [0, 0, 0, 1])), 4, 'a header of 4 bytes'],
    [header(2, 1, 100), 8, 'format 2'],
    [header(0, 2, 100), 10, '2 tracks in format 0'],
    [header(1, 1, 0), 12, '0 ticks per quarter note'],
    [header(1, 1, 0x9000), 12, '112 frames per second'],
    [header(1, 1, 100), 14, '0 tracks of the 1 declared'],
    [Uint8Array.from([...midi([[], []]), ...midiChunk('MTrk', END_OF_TRACK)]), 38, 'a track more than the 2 declared'],
    [midi([[0, 0x90, 60, 1]]).subarray(0, 24), 22, 'a chunk needs 8 bytes, 2 are left'],
    [raw(0, 60, 1), 23, '60 is no status'],
    [raw(0, 0x90, 60, 1, 0, 0xf0, 0, 0, 60, 1), 30, '60 is no status'],
    [raw(0, 0x90, 60, 200), 25, '200 stands where a data byte'],
    [raw(0, 0xf4), 23, '244 is no event'],
    [raw(0x80, 0x80, 0x80, 0x80, 0), 22, 'a delta time has more than four bytes'],
    [raw(0, 0xff, 1, 0xff, 0xff, 0xff, 0x7f), 29, 'an event needs 268435455 bytes, 0 are left'],
    [raw(0, 0xff, 0x51, 1, 1), 23, 'a tempo of 1 bytes'],
    [raw(0, ...tempo(0)), 23, 'a tempo of 0'],
    [raw(0, 0xff, 0x2f, 1, 0), 23, 'an end-of-track event of 1 bytes'],
    [raw(...END_OF_TRACK, 0), 26, '1 bytes after the end of track 0'],
    [raw(0, 0x90, 60, 1), 26, 'track 0 has no end-of-track event'],
    [raw(0), 23, 'an event needs 1 bytes, 0 are left'],
  ])('are errors at their byte: %#', (file, byte, message) => {
    const run = (): unknown => readMidi(file);
    expect(run).toThrow(AudioFormatError);
    expect(run).toThrow(`midi: byte ${byte}: `);
    expect(run).toThrow(message);
  });

  it('are refused by size, and arguments by name', () => {
    expect(() => readMidi(midi([[]]), { maxFileBytes: 25 })).toThrow('midi: byte 0: the file has 26 bytes; at most 25 are read');
    expect(readMidi(midi([[]]), { maxFileBytes: 26 }).notes).toEqual([]);
    expect(() => readMidi(midi([[]]), { maxFileBytes: -1 })).toThrow('options.maxFileBytes is -1');
    // Elsewhere this bounds results.
    expect(() => readMidi(midi([[]]), { maxBytes: 25 } as never)).toThrow('options.maxBytes is not an option');
    expect(() => readMidi([1] as never)).toThrow('bytes is a list of 1; expected a Uint8Array');
    expect(() => readMidi(midi([[]]), { sustain: 1 } as never)).toThrow('options.sustain is 1');
    expect(() => readMidi(midi([[]]), { pedal: true } as never)).toThrow(InvalidArgumentError);
  });

  it('never throw anything else, and what is read is sound', () => {
    const file = midi([
      [0, ...tempo(400_000), 100, ...tempo(600_000)],
      [0, 0xc1, 5, 0, 0x91, 60, 90, 50, 64, 80, 0, 0xb1, 64, 127, 50, 0x81, 60, 0, 0, 64, 0, 0x81, 0, 0xb1, 64, 0, 10, 0xff, 1, 2, 65, 66],
    ]);
    let read = 0;
    for (const mutant of mutations(file, 20_000, 5)) {
      try {
        const { notes, duration } = readMidi(mutant, { sustain: true });
        for (const note of notes)
          if (!(note.start >= 0 && note.end >= note.start && note.end <= duration)) expect.fail(JSON.stringify(note));
        read++;
      } catch (error) {
        if (!(error instanceof AudioFormatError) || !(error.byte >= 0 && error.byte <= mutant.length)) throw error;
      }
    }
    // Both happen often.
    expect(read).toBeGreaterThan(1000);
    expect(read).toBeLessThan(19_000);
  });
});
