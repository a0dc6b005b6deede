import { PlotError } from '../errors.ts';
import { type Axis, type Box, drawAxis } from './axis.ts';
import { drawFrame, room } from './page.ts';
import { type Point, simplify, thin } from './simplify.ts';
import { coordinate, widthOf } from './text.ts';
import { linearTicks, logarithmicTicks, type Tick } from './ticks.ts';

/** A curve. Where it is no number it breaks; at infinities it has a triangle on the edge. */
export interface Curve {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** The number of its colour. */
  readonly series: number;
  readonly dashed?: boolean;
}

/** What lies between two curves of the same places. */
export interface Band {
  readonly x: ArrayLike<number>;
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
  readonly series: number;
}

/** A side of a chart. */
export interface ChartSide {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly logarithmic?: boolean;
  readonly ticks?: readonly Tick[];
}

/** Curves over two axes. */
export interface Chart {
  readonly across: ChartSide;
  readonly up: ChartSide;
  readonly curves: readonly Curve[];
  readonly bands?: readonly Band[];
  /** Points that stand out. */
  readonly points?: readonly { readonly x: number; readonly y: number; readonly series: number }[];
}

const TRIANGLE = 5;

/** Where values stand in a box. */
interface Places {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** Breaks narrower than this, in pixels, close where a curve has more points than pixels. */
const BREAK = 1;
const DENSE = 4;

/** Curves with axes below and to the left, and a faint grid. */
export function drawChart({ across, up, curves, bands = [], points = [] }: Chart, box: Box): readonly string[] {
  const [acrossAxis, upAxis] = [axisOf(across, 'bottom', box), axisOf(up, 'left', box)];
  const places: Places = {
    x: (value) => box.x + acrossAxis.scale!(value) * box.width,
    y: (value) => box.y + (1 - upAxis.scale!(value)) * box.height,
  };
  const lines = [
    ...acrossAxis.ticks.map(({ value }) => `M${coordinate(places.x(value))} ${coordinate(box.y)}v${coordinate(box.height)}`),
    ...upAxis.ticks.map(({ value }) => `M${coordinate(box.x)} ${coordinate(places.y(value))}h${coordinate(box.width)}`),
  ];
  return [
    `<path d="${lines.join('')}" class="grid"/>`,
    ...bands.map((band) => drawBand(band, places)),
    ...curves.map((curve) => drawCurve(curve, places, box)),
    ...points.map(
      ({ x, y, series }) => `<circle cx="${coordinate(places.x(x))}" cy="${coordinate(places.y(y))}" r="3.5" class="series-${series}"/>`,
    ),
    drawFrame(box),
    drawAxis(acrossAxis, box),
    drawAxis(upAxis, box),
  ];
}

function axisOf({ title, from, to, logarithmic = false, ticks }: ChartSide, side: 'left' | 'bottom', box: Box): Axis {
  const [length, each] = side === 'left' ? [box.height, 45] : [box.width, 70];
  const most = room(length, each);
  const marks = ticks === undefined ? (logarithmic ? logarithmicTicks : linearTicks)(from, to, most) : { ticks, offset: '' };
  const longest = marks.ticks.reduce((width, { label }) => Math.max(width, widthOf(label)), 0);
  const position = logarithmic ? Math.log10 : (value: number): number => value;
  const range = position(to) - position(from);
  return {
    side,
    ticks: marks.ticks,
    from,
    to,
    title: title + marks.offset,
    titleDistance: side === 'left' ? Math.min(box.x - 18, 24 + longest) : 42,
    scale: (value) => (range === 0 ? 0.5 : (position(value) - position(from)) / range),
  };
}

/** Runs of finite points, each a line of its own, simplified to a third of a pixel. */
function drawCurve({ x, y, series, dashed = false }: Curve, places: Places, box: Box): string {
  const dense = y.length > DENSE * box.width;
  const runs: Point[][] = [];
  let open: Point[] | undefined;
  // Of infinities at one pixel one is drawn.
  const edges = new Map<string, string>();
  for (let i = 0; i < y.length; i++) {
    const [left, height] = [places.x(x[i]), places.y(y[i])];
    if (Number.isFinite(height)) {
      const last = dense ? runs.at(-1)?.at(-1) : undefined;
      if (open === undefined && last !== undefined && left - last[0] < BREAK) open = runs.at(-1);
      if (open === undefined) runs.push((open = []));
      open.push([left, height]);
      continue;
    }
    open = undefined;
    if (Number.isNaN(y[i])) continue;
    const above = y[i] > 0 && height < 0;
    edges.set(`${above} ${Math.round(left)}`, triangle(left, above, box));
  }
  const d = runs.map((run) => {
    const [first, ...rest] = simplify(thin(run), 0.33);
    const point = ([left, top]: Point): string => `${coordinate(left)} ${coordinate(top)}`;
    // A single point is a line of no length, which its round ends make a dot.
    return `M${point(first)}L${(rest.length === 0 ? [first] : rest).map(point).join(' ')}`;
  });
  const line = `<path d="${d.join('')}" class="line series-${series}-line${dashed ? ' dashed' : ''}"/>`;
  return `${d.length === 0 ? '' : line}${edges.size === 0 ? '' : `<path d="${[...edges.values()].join('')}" class="series-${series}"/>`}`;
}

/** Points up at the upper edge, down at the lower one. */
function triangle(x: number, above: boolean, box: Box): string {
  const [edge, way] = above ? [box.y + 1, 1] : [box.y + box.height - 1, -1];
  return `M${coordinate(x)} ${coordinate(edge)}l${TRIANGLE} ${way * 2 * TRIANGLE}h${-2 * TRIANGLE}z`;
}

function drawBand({ x, lower, upper, series }: Band, places: Places): string {
  const side = (values: ArrayLike<number>): Point[] => Array.from(values, (value, i) => [places.x(x[i]), places.y(value)]);
  const outline = [...simplify(thin(side(upper)), 0.33), ...simplify(thin(side(lower)), 0.33).toReversed()];
  const d = outline.map(([left, top]) => `${coordinate(left)} ${coordinate(top)}`).join(' ');
  return `<path d="M${d}z" class="series-${series}" fill-opacity="0.18"/>`;
}

/**
 * The range of all finite values, a little wider; on logarithmic axes of those above 0. Where there is none, [0, 1] or [1, 10].
 *
 * @param argument what a range beyond all numbers is blamed on
 */
export function rangeOf(
  argument: string,
  lists: readonly ArrayLike<number>[],
  margin: number,
  logarithmic = false,
): readonly [number, number] {
  let least = Infinity;
  let most = -Infinity;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      if (!Number.isFinite(list[i]) || (logarithmic && list[i] <= 0)) continue;
      least = Math.min(least, list[i]);
      most = Math.max(most, list[i]);
    }
  }
  if (least > most) return logarithmic ? [1, 10] : [0, 1];
  const wide = logarithmic ? widenedByFactor(least, most, margin) : widened(least, most, margin);
  if (wide.every(Number.isFinite) && Number.isFinite(wide[1] - wide[0])) return wide;
  throw new PlotError(argument, `ranges from ${least} to ${most}`, 'a range that, a little wider, is a finite number');
}

function widened(least: number, most: number, margin: number): readonly [number, number] {
  const more = least === most ? Math.abs(least) || 1 : (most - least) * margin;
  return [least - more, most + more];
}

/** Never down to 0, where logarithms end, nor beyond all numbers. */
function widenedByFactor(least: number, most: number, margin: number): readonly [number, number] {
  const factor = least === most ? 2 : most ** margin / least ** margin;
  return [Math.max(Number.MIN_VALUE, least / factor), Math.min(Number.MAX_VALUE, most * factor)];
}
