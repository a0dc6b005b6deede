import { checkArray, checkCount, checkNames, checkPicture, checkRate, checkSpan, checkText, plural } from '../check.ts';
import { PlotError } from '../errors.ts';
import { type Axis, type Box, drawAxis } from '../page/axis.ts';
import { BAR_WIDTH, drawBar, KEY_WIDTH } from '../page/colour-bar.ts';
import { drawFrame, drawImage, drawPage, factsOf, type PictureOptions, room } from '../page/page.ts';
import { fit, widthOf } from '../page/text.ts';
import { cellTicks, nameTicks } from '../page/ticks.ts';
import { timeTicks } from '../page/time-ticks.ts';
import { type ColourScale, PROBABILITY } from '../raster/colour-scale.ts';
import { rasterDataUri } from '../raster/heat-map.ts';
import { checkRaster, type Raster, reducedNote } from '../raster/raster.ts';
import { drawMarks, drawTexts, fittingTexts } from './piano-roll-marks.ts';

/** Frames of a class: `[from, to)`, with what is written above them. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly row: number;
  readonly label: string;
}

/** A text above frames. */
export type Caption = Omit<Mark, 'row'>;

/** What a drawing of posteriors shows, its numbers already as a raster. */
export interface PianoRoll extends PictureOptions {
  /** What the drawing is, for those who hear it. Default: by classes and frames. */
  readonly description?: string;
  readonly frames: number;
  /** A name for each class, the first at the bottom. */
  readonly classes: readonly string[];
  /** A row a class, a column a frame. */
  readonly raster: Raster;
  /** Default: none. */
  readonly marks?: readonly Mark[];
  /** A second line of texts above the labels: words. */
  readonly captions?: readonly Caption[];
  /** Frames a second, for an axis in time; frame n lasts from n / frameRate to (n + 1) / frameRate. */
  readonly frameRate?: number;
  /** What the colours mean; default: probability. */
  readonly quantity?: string;
  /** Default: from 0 to 1. */
  readonly scale?: ColourScale;
  /** What the rows are called; default: class. */
  readonly rowName?: string;
}

const PLOT_WIDTH = 760;
const LEAST_HEIGHT = 120;
const MOST_HEIGHT = 480;
const ROW_HEIGHT = 18;
/** Names closer than this cannot be read. */
const NAME_HEIGHT = 11;
const STRIP_HEIGHT = 20;
/** The widest name on the left, in pixels. */
const MOST_NAME = 84;

/**
 * Posteriors as SVG: time to the right, classes upwards, probabilities in colours, what was found as boxes over them, and its labels
 * above. For posteriors too large to stand in memory: {@link posteriorRows} and {@link blockMeans} make the raster. What is no number
 * is grey. A raster smaller than its matrix is told as means below the title; boxes that cannot be seen apart are drawn as one, and
 * texts without room left out, which is told there too.
 *
 * @throws PlotError by argument and first bad index
 *
 * @example
 * ```ts
 * import { drawPianoRoll } from '@rubato/plot';
 * const raster = { width: 2, height: 1, values: Float64Array.of(0.2, 0.9) };
 * const marks = [{ from: 1, to: 2, row: 0, label: 'C' }];
 * drawPianoRoll({ title: 'Posteriors', frames: 2, classes: ['C'], raster, marks }).includes('probability'); // → true
 * ```
 */
export function drawPianoRoll(roll: PianoRoll): string {
  checkRoll(roll);
  const { frames, classes, raster, marks = [], captions = [], frameRate, scale = PROBABILITY, quantity = 'probability' } = roll;
  const strips = captions.length === 0 ? [marks] : [captions, marks];
  const names = classes.map((name) => fit(name, MOST_NAME));
  const widest = names.reduce((most, name) => Math.max(most, widthOf(name)), 21);
  const plot: Box = {
    x: 46 + Math.ceil(widest),
    y: 64 + strips.length * STRIP_HEIGHT + (frameRate === undefined ? 0 : 40),
    width: PLOT_WIDTH,
    height: Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, classes.length * ROW_HEIGHT)),
  };
  const bar: Box = { x: plot.x + plot.width + 28, y: plot.y, width: BAR_WIDTH, height: plot.height };
  const top = plot.y - strips.length * STRIP_HEIGHT;
  const written = strips.map((texts) => fittingTexts(texts, frames, plot));
  const left = written.some((texts, line) => texts.length < strips[line].length);
  const boxes = drawMarks(marks, frames, classes.length, plot);
  const facts = `${plural(frames, 'frame')}, ${plural(classes.length, 'class', 'classes')}`;
  return drawPage({
    title: roll.title ?? 'Posteriors',
    subtitle: factsOf(
      roll.subtitle ?? facts,
      reducedNote(raster, classes.length, frames),
      boxes.joined ? 'near boxes drawn as one' : '',
      left ? 'texts where there is room' : '',
    ),
    description: roll.description ?? `Classes in time: ${facts}`,
    width: bar.x + KEY_WIDTH,
    height: plot.y + plot.height + 58,
    theme: roll.theme,
    content: [
      ...written.map((texts, line) => drawTexts(texts, top + line * STRIP_HEIGHT + 14)),
      drawImage(rasterDataUri(raster, scale), plot),
      boxes.svg,
      drawFrame(plot),
      ...axesOf(roll, names, plot).map((axis) => drawAxis(axis, plot)),
      ...(frameRate === undefined ? [] : [drawAxis(timeAxis(frames / frameRate), { ...plot, y: top, height: 0 })]),
      drawBar(scale, bar, quantity),
    ],
  });
}

function axesOf({ frames, classes, rowName = 'class' }: PianoRoll, names: readonly string[], plot: Box): readonly Axis[] {
  const named = plot.height / classes.length >= NAME_HEIGHT;
  const ticks = named ? nameTicks(names, 1) : cellTicks(classes.length, room(plot.height, 45));
  return [
    { side: 'bottom', ticks: cellTicks(frames, room(PLOT_WIDTH, 60)), to: frames, title: 'frames', titleDistance: 42 },
    { side: 'left', ticks, to: classes.length, title: rowName, titleDistance: plot.x - 20 },
  ];
}

function timeAxis(seconds: number): Axis {
  const { ticks, unit } = timeTicks(0, seconds, room(PLOT_WIDTH, 60));
  return { side: 'top', ticks, to: seconds, title: `time (${unit})`, titleDistance: 30 };
}

function checkRoll(roll: PianoRoll): void {
  checkPicture(roll);
  const { frames, classes, raster, marks, captions, frameRate } = roll;
  checkCount('frames', frames);
  checkArray('classes', classes, 1, Infinity, 'names');
  checkNames('classes', classes, classes.length);
  checkRaster(raster, classes.length, frames);
  checkMarks('marks', marks, frames, classes.length);
  checkCaptions('captions', captions, frames);
  checkRate('frameRate', frameRate);
  for (const name of ['description', 'quantity', 'rowName'] as const) if (roll[name] !== undefined) checkText(name, roll[name]);
  const { scale } = roll;
  if (scale === undefined || (Number.isFinite(scale.least) && Number.isFinite(scale.most) && typeof scale.place === 'function')) return;
  throw new PlotError('scale', 'has no finite ends', 'a scale with least, most and place');
}

/** Refuses frames outside, labels that are no texts, and rows that are no class. */
export function checkMarks(argument: string, marks: readonly Mark[] | undefined, frames: number, classes: number): void {
  checkCaptions(argument, marks, frames);
  marks?.forEach(({ row }, i) => checkCount(`${argument}[${i}].row`, row, 0, classes - 1));
}

/** Refuses frames outside, and labels that are no texts. */
export function checkCaptions(argument: string, captions: readonly Caption[] | undefined, frames: number): void {
  if (captions === undefined) return;
  checkArray(argument, captions, 0, Infinity, 'frames with labels');
  for (const [i, caption] of captions.entries()) {
    checkSpan(`${argument}[${i}]`, caption, frames);
    checkText(`${argument}[${i}].label`, caption.label);
  }
}
