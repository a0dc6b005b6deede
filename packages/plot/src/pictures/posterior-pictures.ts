import { checkCount, checkLength, checkNames, checkObject, checkPicture, checkRate, plural } from '../check.ts';
import { factsOf, type PictureOptions } from '../page/page.ts';
import { scaleBetween } from '../raster/colour-scale.ts';
import { checkProbabilities, countMissingRows, type PosteriorMatrix, posteriorRows } from '../raster/posterior-rows.ts';
import { blockMeans, PIANO_ROLL_PIXELS } from '../raster/raster.ts';
import { missingNote } from './missing-note.ts';
import { type Caption, checkCaptions, checkMarks, drawPianoRoll, type Mark } from './piano-roll.ts';

/** What both pictures of classes in time take. */
interface ClassPicture extends PictureOptions {
  /** A name for each class, the first at the bottom. Default: their numbers. */
  readonly classes?: readonly string[];
  /** Labels and their frames, as boxes with their names above. */
  readonly marks?: readonly Mark[];
  /** A second line of texts above: words. */
  readonly captions?: readonly Caption[];
  /** Frames a second, for an axis in time; frame n lasts from n / frameRate to (n + 1) / frameRate. */
  readonly frameRate?: number;
}

/** What {@link drawPosteriors} takes. */
export interface PosteriorPicture extends ClassPicture {
  readonly posteriors: PosteriorMatrix;
}

/**
 * Posteriors `[frames, classes]` as a piano roll: time to the right, classes upwards, probabilities from 0 to 1 in colours. Every frame
 * and class is drawn; beyond 1024 to a side each pixel is the mean of its block. What is no number as a probability is grey, and counted
 * below the title.
 *
 * @throws PlotError by argument and first bad index; probabilities beyond 0 and 1 are refused, and logarithms above 0
 *
 * @example
 * ```ts
 * import { drawPosteriors } from '@rubato/plot';
 * const posteriors = { data: [0.9, 0.1, 0.2, 0.8], frames: 2, classes: 2 };
 * drawPosteriors({ posteriors, classes: ['C', 'D'], marks: [{ from: 1, to: 2, row: 1, label: 'D' }] }).includes('probability'); // → true
 * ```
 */
export function drawPosteriors(picture: PosteriorPicture): string {
  checkPicture(picture);
  const { posteriors } = picture;
  const source = posteriorRows(posteriors);
  checkProbabilities(posteriors);
  checkClasses(picture, posteriors);
  const raster = blockMeans(source, PIANO_ROLL_PIXELS);
  return drawPianoRoll({
    ...sharedOf(picture, posteriors, missingNote(countMissingRows(source))),
    title: picture.title ?? 'Posteriors',
    description: `Probabilities of ${sizeOf(posteriors)}`,
    raster,
  });
}

/** What {@link drawTargets} takes. */
export interface TargetPicture extends ClassPicture {
  /** Weights `data[frame·classes + class]`. */
  readonly targets: { readonly data: ArrayLike<number>; readonly frames: number; readonly classes: number };
}

/**
 * Modified targets: the frame-wise targets that a soft alignment makes of a target sequence, `Ẽ·Y`, `[frames, classes]`, and the
 * annotated ones as boxes over them. Colours run from 0 to 1, and further where weights do. Every frame and class is drawn; beyond 1024 to
 * a side each pixel is the mean of its block. NaN and infinities are grey, and counted below the title.
 *
 * Source: Zeitler & Müller, "Reformulating soft dynamic time warping", ISMIR 2025, figure 5.
 *
 * @throws PlotError by argument and first bad index
 *
 * @example
 * ```ts
 * import { drawTargets } from '@rubato/plot';
 * const targets = { data: [1, 0, 0.5, 0.5, 0, 1], frames: 3, classes: 2 };
 * drawTargets({ targets, marks: [{ from: 0, to: 2, row: 0, label: 'C' }] }).includes('weight'); // → true
 * ```
 */
export function drawTargets(picture: TargetPicture): string {
  checkPicture(picture);
  const { targets } = picture;
  checkObject('targets', targets);
  checkCount('targets.frames', targets.frames);
  checkCount('targets.classes', targets.classes);
  checkLength('targets.data', targets.data, targets.frames * targets.classes, 'frames times classes');
  checkClasses(picture, targets);
  const source = posteriorRows({ data: targets.data, frames: targets.frames, classes: targets.classes });
  const raster = blockMeans(source, PIANO_ROLL_PIXELS);
  const [least, most] = raster.values.reduce(([low, high], value) => [value < low ? value : low, value > high ? value : high], [0, 1]);
  return drawPianoRoll({
    ...sharedOf(picture, targets, missingNote(countMissingRows(source))),
    title: picture.title ?? 'Modified targets',
    description: `Weights of ${sizeOf(targets)}`,
    raster,
    quantity: 'weight',
    scale: scaleBetween(least, most, 'linear'),
  });
}

interface Size {
  readonly frames: number;
  readonly classes: number;
}

function sizeOf({ frames, classes }: Size): string {
  return `${plural(frames, 'frame')}, ${plural(classes, 'class', 'classes')}`;
}

function checkClasses({ classes, marks, captions, frameRate }: ClassPicture, size: Size): void {
  checkNames('classes', classes, size.classes);
  checkMarks('marks', marks, size.frames, size.classes);
  checkCaptions('captions', captions, size.frames);
  checkRate('frameRate', frameRate);
}

/** What both hand on, with what is missing below the title. */
function sharedOf({ subtitle, classes, marks, captions, frameRate, theme }: ClassPicture, size: Size, missing: string) {
  return {
    subtitle: factsOf(subtitle ?? sizeOf(size), missing),
    frames: size.frames,
    classes: classes ?? Array.from({ length: size.classes }, (_, k) => String(k)),
    ...(marks === undefined ? {} : { marks }),
    ...(captions === undefined ? {} : { captions }),
    ...(frameRate === undefined ? {} : { frameRate }),
    ...(theme === undefined ? {} : { theme }),
  };
}
