import { basename } from 'node:path';
import { AudioFormatError, readMidi } from '@rubato/audio';
import { readCsv } from '@rubato/io';
import { drawAlignedScore, type ScoreNote } from '@rubato/plot';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { checkBytes } from '../files/check-bytes.ts';
import { inFile } from '../files/load-array.ts';
import { decodeText } from '../files/text.ts';
import { plural } from '../formats/quantities.ts';
import { loadWarp } from './load-warp.ts';
import { type Draw, drawing } from './picture-request.ts';

/** The notes of a score in the time of a performance, by an estimated and by the true warp: B is the score, A the performance. */
export const scorePicture: Draw = async ({ file, look, notes: source, truth, maxBytes }, environment) => {
  if (source === undefined)
    throw new UsageError("--kind score needs the score's notes: --notes FILE.mid, or a table of pitch, start and end");
  if (truth === undefined) throw new UsageError('--kind score needs the warp as it was played: --truth FILE');
  const notes = await notesOf(source, environment, maxBytes);
  const [warp, played] = [await loadWarp(file, environment, maxBytes), await loadWarp(truth, environment, maxBytes)];
  for (const [name, { a, b }] of [[file, warp] as const, [truth, played] as const]) {
    if (a.unit === 'frames' || b.unit === 'frames')
      throw new UsageError(`${name} is in frames; a score needs seconds: rubato warp --rate gives them`);
  }
  return drawing(file, { truth, notes: source }, environment, () =>
    drawAlignedScore({
      title: basename(source),
      subtitle: plural(notes.length, 'note'),
      ...look,
      notes,
      warp: { times: warp.times, values: warp.values },
      truth: { times: played.times, values: played.values },
    }),
  );
};

/** As `readMidi` says: its notes take up to so many times the file's bytes. */
const MIDI_FACTOR = 150;

const COLUMNS = ['pitch', 'start', 'end'];

async function notesOf(file: string, environment: Environment, maxBytes: number | undefined): Promise<readonly ScoreNote[]> {
  const bytes = await environment.files.read(file, maxBytes);
  if (/\.midi?$/i.test(file)) {
    checkBytes(`reading ${file} may need`, MIDI_FACTOR * bytes.length, maxBytes);
    try {
      return readMidi(bytes).notes;
    } catch (error) {
      throw error instanceof AudioFormatError ? new UsageError(`${file}: ${error.message}`, { cause: error }) : error;
    }
  }
  if (!/\.(csv|tsv|txt)$/i.test(file)) throw new UsageError(`--notes ${file}: notes are .mid, or a table: .csv, .tsv, .txt`);
  const limits = maxBytes === undefined ? {} : { maxBytes };
  const { data, shape } = inFile(file, () => readCsv(decodeText(bytes, file), { ...limits, columns: COLUMNS }));
  return Array.from({ length: shape[0] }, (_, n) => ({ pitch: data[3 * n], start: data[3 * n + 1], end: data[3 * n + 2] }));
}
