import { ByteReader } from '../byte-reader.ts';

/** What of a Standard MIDI File is of use here; everything else is read over. */
export interface MidiEvent {
  readonly tick: number;
  readonly track: number;
  readonly kind: 'on' | 'off' | 'sustain' | 'program' | 'tempo' | 'end';
  readonly channel: number;
  /** The pitch, the program, or microseconds per quarter note. */
  readonly value: number;
  /** The velocity; of `sustain`, 1 for down and 0 for up. */
  readonly velocity: number;
}

const SUSTAIN_CONTROLLER = 64;
const TEMPO = 0x51;
const END_OF_TRACK = 0x2f;

/** Reads the events of one track chunk into a list. */
export function readTrack(reader: ByteReader, track: number, events: MidiEvent[]): void {
  let tick = 0;
  /** The running status, 0 where there is none. */
  let status = 0;
  for (;;) {
    if (reader.left === 0) reader.fail(`track ${track} has no end-of-track event`);
    tick += variableLength(reader, 'a delta time');
    const start = reader.position;
    const first = reader.byte('an event');
    if (first >= 0xf0) {
      // System and meta events end a running status.
      status = 0;
      if (readOther(reader, first, start, tick, track, events)) return;
      continue;
    }
    if (first >= 0x80) status = first;
    else if (status === 0) reader.fail(`${first} is no status, and no running status stands before it`, start);
    const a = first >= 0x80 ? dataByte(reader) : first;
    readChannelEvent(reader, status, a, tick, track, events);
  }
}

function readChannelEvent(reader: ByteReader, status: number, a: number, tick: number, track: number, events: MidiEvent[]): void {
  const channel = status & 0x0f;
  const type = status >> 4;
  // Program changes and channel pressures have one byte.
  const b = type === 0xc || type === 0xd ? 0 : dataByte(reader);
  if (type === 0x9 && b > 0) events.push({ tick, track, kind: 'on', channel, value: a, velocity: b });
  else if (type === 0x8 || type === 0x9) events.push({ tick, track, kind: 'off', channel, value: a, velocity: b });
  else if (type === 0xc) events.push({ tick, track, kind: 'program', channel, value: a, velocity: 0 });
  else if (type === 0xb && a === SUSTAIN_CONTROLLER) {
    events.push({ tick, track, kind: 'sustain', channel, value: 0, velocity: b >= 64 ? 1 : 0 });
  }
}

/** Reads a meta or system-exclusive event; answers whether it ends the track. */
function readOther(reader: ByteReader, first: number, start: number, tick: number, track: number, events: MidiEvent[]): boolean {
  if (first !== 0xff && first !== 0xf0 && first !== 0xf7) reader.fail(`${first} is no event of a MIDI file`, start);
  const type = first === 0xff ? dataByte(reader) : -1;
  const length = variableLength(reader, "an event's length");
  const content = reader.skip(length, 'an event');
  if (type === TEMPO) {
    if (length !== 3) reader.fail(`a tempo of ${length} bytes; expected 3`, start);
    const [high, middle, low] = reader.bytes.subarray(content);
    const value = high * 65_536 + middle * 256 + low;
    if (value === 0) reader.fail('a tempo of 0 microseconds per quarter note', start);
    events.push({ tick, track, kind: 'tempo', channel: 0, value, velocity: 0 });
  }
  if (type !== END_OF_TRACK) return false;
  if (length !== 0) reader.fail(`an end-of-track event of ${length} bytes; expected 0`, start);
  if (reader.left !== 0) reader.fail(`${reader.left} bytes after the end of track ${track}`);
  events.push({ tick, track, kind: 'end', channel: 0, value: 0, velocity: 0 });
  return true;
}

function dataByte(reader: ByteReader): number {
  const value = reader.byte('an event');
  if (value >= 0x80) reader.fail(`${value} stands where a data byte from 0 to 127 should`, reader.position - 1);
  return value;
}

/** Up to four bytes of seven bits each, the highest first; all but the last have their top bit set. */
function variableLength(reader: ByteReader, what: string): number {
  const start = reader.position;
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const byte = reader.byte(what);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return value;
  }
  return reader.fail(`${what} has more than four bytes`, start);
}
