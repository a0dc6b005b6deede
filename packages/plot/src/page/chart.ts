import { PlotError } from '../errors.ts';
import { type Axis, type Box, drawAxis } from './axis.ts';
import { drawFrame, room } from './page.ts';
import { type Point, simplify } from './simplify.ts';
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
  const marks = ticks ?? (logarithmic ? logarithmicTicks(from, to, most) : linearTicks(from, to, most));
  const longest = marks.reduce((width, { label }) => Math.max(width, widthOf(label)), 0);
  const position = logarithmic ? Math.log10 : (value: number): number => value;
  const range = position(to) - position(from);
  return {
    side,
    ticks: marks,
    from,
    to,
    title,
    titleDistance: side === 'left' ? Math.min(box.x - 18, 24 + longest) : 42,
    scale: (value) => (range === 0 ? 0.5 : (position(value) - position(from)) / range),
  };
}

/** Runs of finite points, each a line of its own, simplified to a third of a pixel. */
function drawCurve({ x, y, series, dashed = false }: Curve, places: Places, box: Box): string {
  const runs: Point[][] = [];
  let open: Point[] | undefined;
  const edges: string[] = [];
  for (let i = 0; i < y.length; i++) {
    const height = places.y(y[i]);
    if (Number.isFinite(height)) {
      if (open === undefined) runs.push((open = []));
      open.push([places.x(x[i]), height]);
      continue;
    }
    open = undefined;
    if (!Number.isNaN(y[i])) edges.push(triangle(places.x(x[i]), y[i] > 0 && height < 0, box));
  }
  const d = runs.map((run) => {
    const [first, ...rest] = simplify(run, 0.33);
    const point = ([left, top]: Point): string => `${coordinate(left)} ${coordinate(top)}`;
    // A single point is a line of no length, which its round ends make a dot.
    return `M${point(first)}L${(rest.length === 0 ? [first] : rest).map(point).join(' ')}`;
  });
  const line = `<path d="${d.join('')}" class="line series-${series}-line${dashed ? ' dashed' : ''}"/>`;
  return `${d.length === 0 ? '' : line}${edges.length === 0 ? '' : `<path d="${edges.join('')}" class="series-${series}"/>`}`;
}

/** Points up at the upper edge, down at the lower one. */
function triangle(x: number, above: boolean, box: Box): string {
  const [edge, way] = above ? [box.y + 1, 1] : [box.y + box.height - 1, -1];
  return `M${coordinate(x)} ${coordinate(edge)}l${TRIANGLE} ${way * 2 * TRIANGLE}h${-2 * TRIANGLE}z`;
}

function drawBand({ x, lower, upper, series }: Band, places: Places): string {
  const side = (values: ArrayLike<number>): Point[] => Array.from(values, (value, i) => [places.x(x[i]), places.y(value)]);
  const outline = [...simplify(side(upper), 0.33), ...simplify(side(lower), 0.33).toReversed()];
  const d = outline.map(([left, top]) => `${coordinate(left)} ${coordinate(top)}`).join(' ');
  return `<path d="M${d}z" class="series-${series}" fill-opacity="0.18"/>`;
}

/** The range of all finite values, a little wider, or of those above 0; `otherwise` where there is none. */
export function rangeOf(lists: readonly ArrayLike<number>[], margin: number, logarithmic = false): readonly [number, number] {
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
  if (logarithmic) return least === most ? [least / 2, most * 2] : [least * (least / most) ** margin, most * (most / least) ** margin];
  const room = least === most ? Math.abs(least) || 1 : (most - least) * margin;
  if (!Number.isFinite(most - least)) throw new PlotError('values', `range from ${least} to ${most}`, 'a range that is a finite number');
  return [least - room, most + room];
}
