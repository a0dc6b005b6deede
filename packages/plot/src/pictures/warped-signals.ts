import { checkCount, checkFinite, checkLength, checkObject, checkPicture, checkText, checkTimes, plural } from '../check.ts';
import { PlotError } from '../errors.ts';
import { type Box, drawAxis } from '../page/axis.ts';
import { drawChart, rangeOf } from '../page/chart.ts';
import { BAR_WIDTH, drawBar, KEY_WIDTH } from '../page/colour-bar.ts';
import { drawLegend } from '../page/legend.ts';
import { drawFrame, drawImage, drawPage, factsOf, HEADER, type PictureOptions, room } from '../page/page.ts';
import { coordinate } from '../page/text.ts';
import { cellTicks, linearTicks } from '../page/ticks.ts';
import { colourScale } from '../raster/colour-scale.ts';
import { rasterDataUri } from '../raster/heat-map.ts';
import { reducedNote } from '../raster/raster.ts';
import { meansInTime } from './means-in-time.ts';
import { checkFunction, type SampledFunction, valueAt } from './warp-picture.ts';

/** A signal of one or more channels, straight between its observations: `values[observation·channels + channel]`. */
export interface SampledSignal {
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** Default: 1. */
  readonly channels?: number;
}

/** What {@link drawWarpedSignals} takes. */
export interface WarpedSignalsPicture extends PictureOptions {
  readonly x: SampledSignal;
  readonly y: SampledSignal;
  /** φ: for each time of y the time of x. */
  readonly warp: SampledFunction;
  /** What both are called, with the units of their times. Defaults: `x (time)`, `y (time)`. */
  readonly xName?: string;
  readonly yName?: string;
}

const WIDTH = 640;
const HEIGHT = 130;
const LINKED = 64;
const LEFT = 84;
const LINKS = 48;
/** More channels than this are shown as colours. */
const MOST_CURVES = 3;
const COLUMNS = 512;

/**
 * Two signals and the warp between them: x above, y below with the warped x over it, and lines from times of y to their times of x.
 *
 * Up to three channels are curves, drawn as `drawLossCurves` draws its own. More are colours, a row a channel, numbered in its middle, and
 * x warped to y's time is a picture of its own; each pixel is the mean of the signal in the time that it covers, and beyond 512 channels of
 * several channels, so that nothing between two pixels is left out. Lines between the signals are at most 48.
 *
 * @throws PlotError by argument and first bad index
 *
 * @example
 * ```ts
 * import { drawWarpedSignals } from '@rubato/plot';
 * const x = { times: [0, 1, 2, 3], values: [0, 0, 1, 0] };
 * const y = { times: [0, 1, 2], values: [0, 1, 0] };
 * drawWarpedSignals({ x, y, warp: { times: [0, 1, 2], values: [0, 2, 3] } }).includes('x warped'); // → true
 * ```
 */
export function drawWarpedSignals(picture: WarpedSignalsPicture): string {
  checkPicture(picture);
  const { x, y, warp, xName = 'x (time)', yName = 'y (time)' } = picture;
  checkText('xName', xName);
  checkText('yName', yName);
  checkSignal('x', x);
  checkSignal('y', y);
  const channels = y.channels ?? 1;
  if ((x.channels ?? 1) !== channels) throw new PlotError('y.channels', `is ${channels}`, `${x.channels ?? 1}, as x has`);
  checkFunction('warp', warp);
  const asCurves = channels <= MOST_CURVES;
  const legend = asCurves
    ? drawLegend(
        [
          { label: 'x', mark: 'line', series: 1 },
          { label: 'y', mark: 'line', series: 0 },
          { label: 'x warped to y', mark: 'dashed', series: 1 },
        ],
        LEFT,
        HEADER,
        WIDTH,
      )
    : { svg: '', height: 0 };
  const top: Box = { x: LEFT, y: HEADER + legend.height + 44, width: WIDTH, height: HEIGHT };
  const bottom: Box = { ...top, y: top.y + HEIGHT + LINKED };
  const drawn = asCurves ? { content: curves(picture, top, bottom, xName, yName), note: '' } : heatMaps(picture, top, bottom, xName, yName);
  const facts = `${x.times.length} and ${y.times.length} observations of ${plural(channels, 'channel')}`;
  return drawPage({
    title: picture.title ?? 'Warped signals',
    subtitle: factsOf(picture.subtitle ?? facts, drawn.note),
    description: 'Two signals, and lines between the times that a warp brings together',
    width: LEFT + WIDTH + (asCurves ? 40 : 24 + KEY_WIDTH),
    height: bottom.y + HEIGHT + 58 + (asCurves ? 0 : HEIGHT + 16),
    theme: picture.theme,
    content: [legend.svg, drawLinks(picture, top, bottom), ...drawn.content],
  });
}

function curves(picture: WarpedSignalsPicture, top: Box, bottom: Box, xName: string, yName: string): readonly string[] {
  const { x, y, warp } = picture;
  const up = rangeOf('x.values and y.values', [x.values, y.values], 0.05);
  const channels = y.channels ?? 1;
  const each = Array.from({ length: channels }, (_, c) => c);
  const yCurves = each.map((c) => ({ x: y.times, y: channelOf(y, c), series: 0 }));
  const warped = each.map((c) => {
    const channel = { times: x.times, values: channelOf(x, c) };
    // The knots of the warp and the observations of y, and enough between them to follow x.
    const times = places(y, warp);
    return { x: times, y: times.map((time) => valueAt(channel, valueAt(warp, time))), series: 1, dashed: true };
  });
  const side = { from: up[0], to: up[1] };
  const xSide = { title: '', ...ends(x), ticks: [] };
  return [
    ...drawChart(
      { across: xSide, up: { title: 'x', ...side }, curves: each.map((c) => ({ x: x.times, y: channelOf(x, c), series: 1 })) },
      top,
    ),
    timeAxis('top', x, xName, top),
    ...drawChart({ across: { title: yName, ...ends(y) }, up: { title: 'y', ...side }, curves: [...yCurves, ...warped] }, bottom),
  ];
}

function heatMaps(picture: WarpedSignalsPicture, top: Box, bottom: Box, xName: string, yName: string) {
  const { x, y, warp } = picture;
  const warpedBox: Box = { ...bottom, y: bottom.y + HEIGHT + 16 };
  const rasters = [
    { raster: meansInTime(x, ends(x)), box: top, title: 'x' },
    { raster: meansInTime(y, ends(y)), box: bottom, title: 'y' },
    { raster: meansInTime(x, ends(y), warp), box: warpedBox, title: 'warped' },
  ];
  const scale = colourScale({ values: Float64Array.from(rasters.flatMap(({ raster }) => Array.from(raster.values))) }, 'linear');
  const channels = y.channels ?? 1;
  const ticks = cellTicks(channels, room(HEIGHT, 45));
  const content = [
    ...rasters.flatMap(({ raster, box, title }) => [
      drawImage(rasterDataUri(raster, scale), box),
      drawFrame(box),
      drawAxis({ side: 'left', ticks, to: channels, title: `${title}: channel`, titleDistance: 52 }, box),
    ]),
    timeAxis('top', x, xName, top),
    timeAxis('bottom', y, yName, warpedBox),
    drawBar(scale, { x: LEFT + WIDTH + 24, y: top.y, width: BAR_WIDTH, height: warpedBox.y + HEIGHT - top.y }, 'value'),
  ];
  return {
    content,
    note: reducedNote(rasters[0].raster, channels, x.times.length) || reducedNote(rasters[1].raster, channels, y.times.length),
  };
}

/** Grey lines between times that belong together. */
function drawLinks({ x, y, warp }: WarpedSignalsPicture, top: Box, bottom: Box): string {
  const [above, below] = [ends(x), ends(y)];
  const count = Math.min(LINKS, Math.max(2, warp.times.length));
  const lines = Array.from({ length: count }, (_, k) => {
    const time = below.from + (k / (count - 1)) * (below.to - below.from);
    const left = top.x + share(valueAt(warp, time), above) * top.width;
    const right = bottom.x + share(time, below) * bottom.width;
    return `M${coordinate(left)} ${coordinate(top.y + top.height)}L${coordinate(right)} ${coordinate(bottom.y)}`;
  });
  return `<path d="${lines.join('')}" class="link"/>`;
}

interface Ends {
  readonly from: number;
  readonly to: number;
}

function ends({ times }: SampledSignal): Ends {
  return { from: times[0], to: times[times.length - 1] };
}

function share(time: number, { from, to }: Ends): number {
  return Math.min(1, Math.max(0, (time - from) / (to - from)));
}

function timeAxis(side: 'top' | 'bottom', signal: SampledSignal, title: string, box: Box): string {
  const { from, to } = ends(signal);
  const { ticks, offset } = linearTicks(from, to, room(WIDTH, 70));
  return drawAxis({ side, ticks, from, to, title: title + offset, titleDistance: side === 'top' ? 30 : 42 }, box);
}

function channelOf({ values, channels = 1 }: SampledSignal, channel: number): Float64Array {
  return Float64Array.from({ length: values.length / channels }, (_, n) => values[n * channels + channel]);
}

function places(y: SampledSignal, warp: SampledFunction): readonly number[] {
  const { from, to } = ends(y);
  const grid = Array.from({ length: COLUMNS + 1 }, (_, k) => from + (k / COLUMNS) * (to - from));
  const all = [...grid, ...Array.from(y.times), ...Array.from(warp.times).filter((time) => time >= from && time <= to)];
  return [...new Set(all)].toSorted((a, b) => a - b);
}

function checkSignal(argument: string, signal: SampledSignal): void {
  checkObject(argument, signal);
  const { times, values, channels = 1 } = signal;
  checkCount(`${argument}.channels`, channels);
  checkTimes(`${argument}.times`, times);
  if (times.length < 2) throw new PlotError(`${argument}.times`, `has ${plural(times.length, 'time')}`, 'at least 2');
  checkLength(`${argument}.values`, values, times.length * channels, 'times times channels');
  checkFinite(`${argument}.values`, values);
}
