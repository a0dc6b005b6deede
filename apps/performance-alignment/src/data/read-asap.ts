import { readMidi } from '@rubato/audio';
import { InvalidArgumentError } from '@rubato/core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Piece, PerformedScore } from './piece.ts';
import { readAnnotations } from './read-annotations.ts';

const KINDS = ['Fugue', 'Prelude'];
const SCORE = 'midi_score';

/**
 * Scores and performances of the Well-Tempered Clavier, in folders such as `Fugue/bwv_846`. A prelude and a fugue of one number are pieces of
 * the same name, so that they are in the same split. A performance with another number of beats than the score is left out, and so are beats
 * that could not be placed in one of them.
 *
 * @throws InvalidArgumentError for a folder without such pieces; FileFormatError and AudioFormatError for files that are malformed
 */
export function readAsap(folder: string): Piece[] {
  const pieces = KINDS.flatMap((kind) => {
    const root = join(folder, kind);
    if (!existsSync(root)) return [];
    const names = readdirSync(root).filter((name) => existsSync(join(root, name, `${SCORE}.mid`)));
    return names.toSorted().map((name) => readPiece(root, kind, name));
  });
  if (pieces.length > 0) return pieces;
  throw new InvalidArgumentError({
    argument: '--data',
    found: `"${folder}", without Fugue/…/${SCORE}.mid`,
    expected: 'the folder of the shared performances, such as ../shared/data/asap',
  });
}

function readPiece(root: string, kind: string, name: string): Piece {
  const folder = join(root, name);
  const read = (file: string) => ({
    name: `${kind} ${name}, ${file}`,
    notes: readMidi(readFileSync(join(folder, `${file}.mid`))).notes.map(({ pitch, start, end, velocity }) => ({
      pitch,
      start,
      end,
      velocity,
    })),
    beats: readAnnotations(join(folder, `${file}_annotations.txt`)),
  });
  const score = read(SCORE);
  const files = readdirSync(folder).filter((file) => file.endsWith('.mid') && file !== `${SCORE}.mid`);
  const performances = files.toSorted().flatMap((file): PerformedScore[] => {
    const performance = read(file.slice(0, -'.mid'.length));
    if (performance.beats.length !== score.beats.length) return [];
    // Both must move on from beat to beat, or there is no map from one to the other.
    const kept: number[] = [];
    performance.beats.forEach((beat, b) => {
      const last = kept.at(-1);
      const place = score.beats[b];
      if (beat === undefined || place === undefined) return;
      if (last === undefined || (beat > performance.beats[last]! && place > score.beats[last]!)) kept.push(b);
    });
    const at = (beats: readonly (number | undefined)[]): number[] => kept.map((b) => beats[b]!);
    return [{ score: { ...score, beats: at(score.beats) }, performance: { ...performance, beats: at(performance.beats) } }];
  });
  return { name, performances };
}
