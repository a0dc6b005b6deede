import { checkCount, checkLength } from '../check.ts';
import { PlotError } from '../errors.ts';
import type { PictureOptions } from '../page/page.ts';
import { scaleBetween } from '../raster/colour-scale.ts';
import { countMissing } from '../raster/matrix.ts';
import { type PosteriorMatrix, posteriorRows } from '../raster/posterior-rows.ts';
import { blockMeans } from '../raster/raster.ts';
import { checkNames } from './matrix-pictures.ts';
import { missingNote } from './missing-note.ts';
import { type Caption, drawPianoRoll, type Mark } from './piano-roll.ts';

/** The longest side of the embedded picture, in pixels. */
const MOST_PIXELS = 1024;

/** What {@link drawPosteriors} takes. */
export interface PosteriorPicture extends PictureOptions {
  readonly posteriors: PosteriorMatrix;
  /** A name for each class, the first at the bottom. Default: their numbers. */
  readonly classes?: readonly string[];
  /** Labels and their frames, as boxes with their names above. */
  readonly marks?: readonly Mark[];
  /** A second line of texts above: words. */
  readonly captions?: readonly Caption[];
  /** Frames a second, for an axis in time. */
  readonly frameRate?: number;
}

/**
 * Posteriors `[frames, classes]` as a piano roll: time to the right, classes upwards, probabilities from 0 to 1 in colours. NaN is grey.
 *
 * @throws PlotError by argument and first bad index
 *
 * @example
 * ```ts
 * import { drawPosteriors } from '@rubato/plot';
 * const posteriors = { data: [0.9, 0.1, 0.2, 0.8], frames: 2, classes: 2 };
 * drawPosteriors({ posteriors, classes: ['C', 'D'], marks: [{ from: 1, to: 2, row: 1, label: 'D' }] }).includes('probability'); // → true
 * ```
 */
export function drawPosteriors(picture: PosteriorPicture): string {
  const { posteriors, title = 'Posteriors', marks = [], captions, frameRate, theme } = picture;
  const { frames, classes, data } = posteriors;
  const source = posteriorRows(posteriors);
  if ((posteriors.form ?? 'probabilities') === 'probabilities') checkProbabilities(data);
  const raster = blockMeans(source, MOST_PIXELS);
  checkNames('classes', picture.classes, classes);
  checkMarks('marks', marks, frames, classes);
  return drawPianoRoll({
    title,
    subtitle: subtitleOf(picture.subtitle ?? `${frames} frames, ${classes} classes`, data),
    description: `Probabilities of ${classes} classes in ${frames} frames`,
    frames,
    classes: picture.classes ?? numbers(classes),
    raster,
    marks,
    ...(captions === undefined ? {} : { captions }),
    ...(frameRate === undefined ? {} : { frameRate }),
    ...(theme === undefined ? {} : { theme }),
  });
}

/** What {@link drawTargets} takes. */
export interface TargetPicture extends PictureOptions {
  /** Weights `data[frame·classes + class]`. */
  readonly targets: { readonly data: ArrayLike<number>; readonly frames: number; readonly classes: number };
  /** A name for each class, the first at the bottom. Default: their numbers. */
  readonly classes?: readonly string[];
  /** What should be there, as boxes with names above. */
  readonly reference?: readonly Mark[];
  readonly frameRate?: number;
}

/**
 * Modified targets: the frame-wise targets that a soft alignment makes of a target sequence, `Ẽ·Y`, `[frames, classes]`, and the
 * annotated ones as boxes over them. Colours run from 0 to 1, and
 * further where weights do.
 *
 * Source: Zeitler & Müller, "Reformulating soft dynamic time warping", ISMIR 2025, figure 5.
 *
 * @throws PlotError by argument and first bad index
 *
 * @example
 * ```ts
 * import { drawTargets } from '@rubato/plot';
 * const targets = { data: [1, 0, 0.5, 0.5, 0, 1], frames: 3, classes: 2 };
 * drawTargets({ targets, reference: [{ from: 0, to: 2, row: 0, label: 'C' }] }).includes('weight'); // → true
 * ```
 */
export function drawTargets(picture: TargetPicture): string {
  const { targets, title = 'Modified targets', reference = [], frameRate, theme } = picture;
  const { frames, classes, data } = targets;
  checkCount('targets.frames', frames);
  checkCount('targets.classes', classes);
  checkLength('targets.data', data, frames * classes, 'frames times classes');
  checkNames('classes', picture.classes, classes);
  checkMarks('reference', reference, frames, classes);
  const raster = blockMeans(posteriorRows({ data, frames, classes }), MOST_PIXELS);
  const [least, most] = raster.values.reduce(([low, high], value) => [value < low ? value : low, value > high ? value : high], [0, 1]);
  return drawPianoRoll({
    title,
    subtitle: subtitleOf(picture.subtitle ?? `${frames} frames, ${classes} classes`, data),
    description: `Weights of ${classes} classes in ${frames} frames`,
    frames,
    classes: picture.classes ?? numbers(classes),
    raster,
    marks: reference,
    quantity: 'weight',
    scale: scaleBetween(least, most, 'linear'),
    ...(frameRate === undefined ? {} : { frameRate }),
    ...(theme === undefined ? {} : { theme }),
  });
}

/** Rounding may lift a probability this far beyond 1. */
const ROUNDING = 1e-4;

/** Colours end at 0 and 1: what lies beyond would be told wrong. */
function checkProbabilities(data: ArrayLike<number>): void {
  for (let i = 0; i < data.length; i++) {
    if (Number.isNaN(data[i]) || (data[i] >= -ROUNDING && data[i] <= 1 + ROUNDING)) continue;
    throw new PlotError(`posteriors.data[${i}]`, `is ${data[i]}`, 'a probability from 0 to 1, or another form');
  }
}

function numbers(classes: number): readonly string[] {
  return Array.from({ length: classes }, (_, k) => String(k));
}

function subtitleOf(facts: string, data: ArrayLike<number>): string {
  return [facts, missingNote(countMissing(data))].filter((part) => part !== '').join(' · ');
}

function checkMarks(argument: string, marks: readonly Mark[], frames: number, classes: number): void {
  for (const [i, { from, to, row }] of marks.entries()) {
    if (!(from >= 0 && to >= from && to <= frames)) {
      throw new PlotError(`${argument}[${i}]`, `has the frames from ${from} to ${to}`, `from ≤ to within 0 and ${frames}`);
    }
    if (Number.isInteger(row) && row >= 0 && row < classes) continue;
    throw new PlotError(`${argument}[${i}].row`, `is ${String(row)}`, `a class from 0 to ${classes - 1}`);
  }
}
