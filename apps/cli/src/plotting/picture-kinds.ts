import { UsageError } from '../errors.ts';
import { classPicture } from './class-pictures.ts';
import { errorPicture } from './error-picture.ts';
import { flowPicture, latticePicture } from './lattice-pictures.ts';
import { lossPicture } from './loss-picture.ts';
import { matchPicture } from './match-picture.ts';
import type { Draw } from './picture-request.ts';
import { scorePicture } from './score-picture.ts';
import { signalPicture } from './signal-picture.ts';
import { warpPicture } from './warp-picture.ts';

/** A picture, and the options that it takes beside those of all pictures. */
export interface PictureKind {
  readonly options: readonly string[];
  readonly draw: Draw;
}

const MATRIX = ['--path', '--turned', '--rate', '--item', '--precision'];
const CLASSES = ['--item', '--symbols', '--frame-rate'];

/** What `rubato plot` draws, by the name of `--kind`. */
export const pictureKinds: Readonly<Record<string, PictureKind>> = {
  cost: { draw: latticePicture('cost'), options: MATRIX },
  path: { draw: latticePicture('path'), options: [...MATRIX, '--backend'] },
  accumulated: { draw: latticePicture('accumulated'), options: [...MATRIX, '--backend'] },
  alignment: { draw: latticePicture('alignment'), options: [...MATRIX, '--backend', '--blank-columns'] },
  flow: { draw: flowPicture, options: ['--turned', '--rate', '--item', '--backend', '--precision'] },
  posteriors: {
    draw: classPicture('posteriors'),
    options: [...CLASSES, '--form', '--probabilities', '--log-probabilities', '--logits'],
  },
  targets: { draw: classPicture('targets'), options: CLASSES },
  warp: { draw: warpPicture, options: ['--truth'] },
  signals: { draw: signalPicture, options: ['--a', '--b', '--axis', '--rate'] },
  score: { draw: scorePicture, options: ['--notes', '--truth'] },
  matches: { draw: matchPicture, options: [] },
  losses: { draw: lossPicture, options: ['--logarithmic'] },
  errors: { draw: errorPicture, options: [] },
};

const OF_ALL = ['--kind', '--out', '--theme', '--title', '--max-bytes', '--json', '--quiet'];

/** The kinds that take an option, in words. */
export function kindsWith(option: string): string {
  const names = Object.keys(pictureKinds).filter((name) => pictureKinds[name].options.includes(option));
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** @throws UsageError for an option that belongs to other kinds */
export function checkOptions(kind: string, given: readonly string[]): void {
  const stray = given.find((option) => !OF_ALL.includes(option) && !pictureKinds[kind].options.includes(option));
  if (stray !== undefined) throw new UsageError(`--kind ${kind} has no ${stray}, which belongs to ${kindsWith(stray)}; leave it out`);
}
