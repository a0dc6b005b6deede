import { checkCount, checkRate } from '../check.ts';
import { type Axis, type Box, drawAxis } from '../page/axis.ts';
import { BAR_WIDTH, drawBar } from '../page/colour-bar.ts';
import { drawFrame, drawImage, drawPage, room } from '../page/page.ts';
import { coordinate, escapeXml, shorten } from '../page/text.ts';
import type { Theme } from '../page/theme.ts';
import { countTicks, type Tick, timeTicks, timeUnit } from '../page/ticks.ts';
import { type ColourScale, PROBABILITY } from '../raster/colour-scale.ts';
import { rasterDataUri } from '../raster/heat-map.ts';
import type { Raster } from '../raster/raster.ts';

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
export interface PianoRoll {
  readonly title: string;
  readonly subtitle: string;
  /** What the drawing is, for those who hear it. */
  readonly description: string;
  readonly frames: number;
  /** A name for each class, the first at the bottom. */
  readonly classes: readonly string[];
  /** A row a class, a column a frame. */
  readonly raster: Raster;
  readonly marks: readonly Mark[];
  /** A second line of texts above the labels: words. */
  readonly captions?: readonly Caption[];
  readonly frameRate?: number;
  /** What the colours mean; default: probability. */
  readonly quantity?: string;
  /** Default: from 0 to 1. */
  readonly scale?: ColourScale;
  /** What the rows are called; default: class. */
  readonly rowName?: string;
  readonly theme?: Theme;
}

const PLOT_WIDTH = 760;
const LEAST_HEIGHT = 120;
const MOST_HEIGHT = 480;
const ROW_HEIGHT = 18;
/** Names closer than this cannot be read. */
const NAME_HEIGHT = 11;
const STRIP_HEIGHT = 20;
/** The longest name on the left and above. */
const MOST_NAME = 12;

/**
 * Posteriors as SVG: time to the right, classes upwards, probabilities in colours, what was found as boxes over them, and its labels
 * above as far as there is room. What is no number is grey.
 */
export function drawPianoRoll(roll: PianoRoll): string {
  const { frames, classes, raster, marks, captions = [], frameRate, scale = PROBABILITY, quantity = 'probability' } = roll;
  checkCount('frames', frames);
  checkRate('frameRate', frameRate);
  const strips = captions.length === 0 ? [marks] : [captions, marks];
  const names = classes.map((name) => shorten(name, MOST_NAME));
  const longest = names.reduce((most, name) => Math.max(most, name.length), 0);
  const plot: Box = {
    x: 44 + Math.round(7 * Math.max(3, longest)),
    y: 64 + strips.length * STRIP_HEIGHT + (frameRate === undefined ? 0 : 40),
    width: PLOT_WIDTH,
    height: Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, classes.length * ROW_HEIGHT)),
  };
  const bar: Box = { x: plot.x + plot.width + 28, y: plot.y, width: BAR_WIDTH, height: plot.height };
  const top = plot.y - strips.length * STRIP_HEIGHT;
  const written = strips.map((texts) => fitting(texts, frames, plot));
  const left = written.some((texts, line) => texts.length < strips[line].length);
  return drawPage({
    ...roll,
    subtitle: left ? `${roll.subtitle} · texts where there is room` : roll.subtitle,
    width: bar.x + bar.width + 78,
    height: plot.y + plot.height + 58,
    theme: roll.theme,
    content: [
      ...written.map((texts, line) => drawTexts(texts, top + line * STRIP_HEIGHT + 14)),
      drawImage(rasterDataUri(raster, scale), plot),
      drawMarks(marks, frames, classes.length, plot),
      drawFrame(plot),
      ...axesOf(roll, names, plot).map((axis) => drawAxis(axis, plot)),
      ...(frameRate === undefined ? [] : [drawAxis(timeAxis(frames / frameRate), { ...plot, y: top, height: 0 })]),
      drawBar(scale, bar, quantity),
    ],
  });
}

function axesOf({ frames, classes, rowName = 'class' }: PianoRoll, names: readonly string[], plot: Box): readonly Axis[] {
  const named = plot.height / classes.length >= NAME_HEIGHT;
  const count = countTicks(classes.length, room(plot.height, 45)).filter(({ value }) => value < classes.length);
  const ticks: readonly Tick[] = named
    ? names.map((label, k) => ({ value: k + 0.5, label }))
    : count.map(({ value, label }) => ({ value: value + 0.5, label }));
  return [
    { side: 'bottom', ticks: countTicks(frames, room(PLOT_WIDTH, 60)), to: frames, title: 'frames', titleDistance: 42 },
    { side: 'left', ticks, to: classes.length, title: rowName, titleDistance: plot.x - 20 },
  ];
}

function timeAxis(seconds: number): Axis {
  const ticks = timeTicks(seconds, room(PLOT_WIDTH, 60));
  return { side: 'top', ticks, to: seconds, title: `time (${timeUnit(seconds)})`, titleDistance: 30 };
}

interface PlacedText {
  readonly text: string;
  readonly x: number;
}

/** Texts over the middle of their frames, each where the one before leaves room. */
function fitting(texts: readonly Caption[], frames: number, plot: Box): readonly PlacedText[] {
  const placed: PlacedText[] = [];
  let free = -Infinity;
  for (const { from, to, label } of texts) {
    const text = shorten(label, MOST_NAME);
    const x = plot.x + ((from + to) / 2 / frames) * plot.width;
    const half = 3.6 * text.length;
    if (x - half < free) continue;
    free = x + half + 4;
    placed.push({ text, x });
  }
  return placed;
}

function drawTexts(texts: readonly PlacedText[], y: number): string {
  const drawn = texts.map(
    ({ text, x }) => `<text x="${coordinate(x)}" y="${coordinate(y)}" text-anchor="middle">${escapeXml(text)}</text>`,
  );
  return `<g>${drawn.join('')}</g>`;
}

/** White on a dark edge, so that the boxes show on every colour. */
function drawMarks(marks: readonly Mark[], frames: number, classes: number, plot: Box): string {
  const height = coordinate(plot.height / classes);
  const boxes = marks.map(({ from, to, row }) => {
    const x = coordinate(plot.x + (from / frames) * plot.width);
    const y = coordinate(plot.y + plot.height - ((row + 1) / classes) * plot.height);
    // What is narrower than a line stays a line.
    const width = coordinate(Math.max(1.5, ((to - from) / frames) * plot.width));
    return `M${x} ${y}h${width}v${height}h-${width}z`;
  });
  const line = (colour: string, width: number): string =>
    `<path d="${boxes.join('')}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
  return boxes.length === 0 ? '' : `<g>${line('#14181f', 3)}${line('#fff', 1.25)}</g>`;
}
