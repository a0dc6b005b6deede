import { ByteReader, plainBytes } from '../byte-reader.ts';
import { checkNumber, checkOptions, refuse } from '../check.ts';
import type { MidiEvent } from './events.ts';
import { readTrack } from './events.ts';
import type { MidiFile } from './midi-file.ts';
import { pairNotes } from './pair-notes.ts';
import type { Division } from './tempo-map.ts';
import { createTempoMap } from './tempo-map.ts';

export interface ReadMidiOptions {
  /** Whether the sustain pedal prolongs notes, until it is lifted or their pitch is struck again. Default false: notes end with their keys. */
  readonly sustain?: boolean;
  /** The most bytes that the file may have; what is read takes up to some 150 times as much, with the pedal or without. Default 4 MiB. */
  readonly maxFileBytes?: number;
}

const DEFAULT_MAX_FILE_BYTES = 2 ** 22;

/**
 * Reads a Standard MIDI File of format 0 or 1: its notes in seconds, by its tempos. Running status, system-exclusive and meta events and
 * foreign chunks are read over.
 *
 * A note-off ends the oldest note of its track, channel and pitch; a note without one ends with its track.
 *
 * @param bytes the file
 * @throws AudioFormatError at the byte that is wrong: a truncated file, a chunk that reaches beyond the file, a track without its end,
 * data without a status, format 2, tracks that are not as many as declared, a file of more than
 * `maxFileBytes`
 * @throws InvalidArgumentError for options out of range
 *
 * Source: MIDI Manufacturers Association, Standard MIDI Files 1.0 (RP-001).
 *
 * @example
 * ```ts
 * import { readMidi } from '@rubato/audio';
 * const header = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96]; // MThd: format 0, one track, 96 ticks per quarter note
 * const track = [0, 0x90, 60, 100, 96, 0x80, 60, 0, 0, 0xff, 0x2f, 0]; // C4 for 96 ticks
 * const { notes } = readMidi(Uint8Array.of(...header, 0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, track.length, ...track));
 * notes; // → [{ start: 0, end: 0.5, pitch: 60, velocity: 100, channel: 0, program: 0, track: 0 }]
 * ```
 */
export function readMidi(bytes: Uint8Array, options: ReadMidiOptions = {}): MidiFile {
  checkOptions(options, ['sustain', 'maxFileBytes']);
  const { sustain = false, maxFileBytes = DEFAULT_MAX_FILE_BYTES } = options;
  if (typeof sustain !== 'boolean') refuse('options.sustain', sustain, 'true or false');
  checkNumber('options.maxFileBytes', maxFileBytes, 0, Infinity);
  const file = plainBytes(bytes);
  const reader = new ByteReader('midi', file, 0, file.length);
  if (file.length > maxFileBytes) reader.fail(`the file has ${file.length} bytes; at most ${maxFileBytes} are read`);
  const { format, tracks, division } = readHeader(reader);
  const events = readTracks(reader, tracks);
  // Stable: at one tick the order of tracks and within them stays.
  events.sort((a, b) => a.tick - b.tick);
  const { tempos, seconds } = createTempoMap(division, events);
  const notes = pairNotes(events, sustain).map(({ start, end, ...note }) => ({ start: seconds(start), end: seconds(end), ...note }));
  notes.sort((a, b) => a.start - b.start || a.pitch - b.pitch);
  return { format, tracks, notes, tempos, duration: seconds(events.at(-1)?.tick ?? 0) };
}

interface Header {
  readonly format: 0 | 1;
  readonly tracks: number;
  readonly division: Division;
}

function readHeader(reader: ByteReader): Header {
  if (reader.name('the header') !== 'MThd') reader.fail('no MIDI file: it does not begin with MThd', 0);
  const length = reader.bigEndian(4, "the header's length");
  if (length < 6) reader.fail(`a header of ${length} bytes; expected at least 6`, 4);
  const start = reader.skip(length, 'the header');
  const header = new ByteReader('midi', reader.bytes, start, start + length);
  const format = header.bigEndian(2, 'the format');
  if (format !== 0 && format !== 1) return header.fail(`format ${format}; 0 and 1 are read`, start);
  const tracks = header.bigEndian(2, 'the number of tracks');
  if (format === 0 && tracks !== 1) header.fail(`${tracks} tracks in format 0; expected 1`, start + 2);
  return { format, tracks, division: readDivision(header) };
}

function readDivision(header: ByteReader): Division {
  const start = header.position;
  const division = header.bigEndian(2, 'the division');
  if (division === 0) header.fail('0 ticks per quarter note', start);
  if (division < 0x8000) return { ticksPerQuarter: division };
  const framesPerSecond = 256 - (division >> 8);
  const ticksPerFrame = division & 0xff;
  if (![24, 25, 29, 30].includes(framesPerSecond) || ticksPerFrame === 0) {
    header.fail(`${framesPerSecond} frames per second of ${ticksPerFrame} ticks; expected 24, 25, 29 or 30 of at least 1`, start);
  }
  // 29 stands for 30 frames with some dropped: 29.97 per second.
  return { ticksPerSecond: (framesPerSecond === 29 ? 30_000 / 1001 : framesPerSecond) * ticksPerFrame };
}

function readTracks(reader: ByteReader, tracks: number): MidiEvent[] {
  const events: MidiEvent[] = [];
  let track = 0;
  while (reader.left > 0) {
    const start = reader.position;
    const isTrack = reader.name('a chunk') === 'MTrk';
    const length = reader.bigEndian(4, "a chunk's length");
    const content = reader.skip(length, 'a chunk');
    if (!isTrack) continue;
    if (track === tracks) reader.fail(`a track more than the ${tracks} declared`, start);
    readTrack(new ByteReader('midi', reader.bytes, content, content + length), track++, events);
  }
  if (track < tracks) reader.fail(`${track} tracks of the ${tracks} declared`);
  return events;
}
