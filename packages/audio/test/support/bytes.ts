import { createRandom } from '@rubato/core';

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

export const bigEndian = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.floor(value / 256 ** (count - 1 - i)) % 256);

export const littleEndian = (value: number, count: number): number[] => bigEndian(value, count).toReversed();

/** A chunk of a MIDI file. */
export const midiChunk = (name: string, content: readonly number[]): number[] => [
  ...ascii(name),
  ...bigEndian(content.length, 4),
  ...content,
];

export const END_OF_TRACK = [0, 0xff, 0x2f, 0];

/** A MIDI file of tracks of raw events, each of which gets its end. */
export function midi(tracks: readonly (readonly number[])[], { format = tracks.length === 1 ? 0 : 1, division = 100 } = {}): Uint8Array {
  const header = [...bigEndian(format, 2), ...bigEndian(tracks.length, 2), ...bigEndian(division, 2)];
  return Uint8Array.from([...midiChunk('MThd', header), ...tracks.flatMap((track) => midiChunk('MTrk', [...track, ...END_OF_TRACK]))]);
}

/** A number in up to four bytes of seven bits. */
export function variableLength(value: number): number[] {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest % 128) + 128);
  return bytes;
}

/** A chunk of a RIFF file, padded to an even length. */
export const riffChunk = (name: string, content: readonly number[]): number[] => [
  ...ascii(name),
  ...littleEndian(content.length, 4),
  ...content,
  ...(content.length % 2 === 1 ? [0] : []),
];

/** A WAV file of chunks. */
export function riff(...chunks: readonly (readonly number[])[]): Uint8Array {
  const content = [...ascii('WAVE'), ...chunks.flat()];
  return Uint8Array.from([...ascii('RIFF'), ...littleEndian(content.length, 4), ...content]);
}

/** Copies of a file with some bytes changed, removed, doubled, or its end cut off. */
export function* mutations(file: Uint8Array, count: number, seed: number): Generator<Uint8Array> {
  const random = createRandom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  for (let i = 0; i < count; i++) {
    let copy = Array.from(file);
    for (let changes = 1 + below(4); changes > 0; changes--) {
      const at = below(copy.length);
      const kind = below(6);
      if (kind === 0) copy = copy.slice(0, at + 1);
      else if (kind === 1) copy.splice(at, 1 + below(4));
      else if (kind === 2) copy.splice(at, 0, ...copy.slice(at, at + 1 + below(8)));
      else if (kind === 3) copy[at] ^= 1 << below(8);
      else copy[at] = [0, 0x7f, 0x80, 0xff, below(256)][below(5)];
      if (copy.length === 0) copy = [0];
    }
    yield Uint8Array.from(copy);
  }
}
