import { type Axis, type Box, drawAxis } from '../page/axis.ts';
import { BAR_WIDTH } from '../page/colour-bar.ts';
import { drawFrame, HEADER, drawPage, room } from '../page/page.ts';
import { type Point, simplify } from '../page/simplify.ts';
import { coordinate, shorten } from '../page/text.ts';
import type { Theme } from '../page/theme.ts';
import { countTicks, nameTicks, type Tick, timeTicks, timeUnit } from '../page/ticks.ts';

/** Frames a second of both sequences. */
export interface Rates {
  readonly rows: number;
  readonly columns: number;
}

/** What every drawing over the cells of a lattice is told. Rows run upwards, columns to the right. */
export interface MatrixAxes {
  readonly title: string;
  readonly subtitle: string;
  readonly rows: number;
  readonly columns: number;
  readonly rowName: string;
  readonly columnName: string;
  /** Default: frames. */
  readonly rowUnit?: string;
  readonly columnUnit?: string;
  /** Names in place of numbers, one a row and one a column. */
  readonly rowLabels?: readonly string[];
  readonly columnLabels?: readonly string[];
  readonly rates?: Partial<Rates>;
}

/** Such a drawing before its colours. */
export interface MatrixPage extends MatrixAxes {
  readonly description: string;
  readonly theme: Theme | undefined;
}

/** What stands in the lattice's box and beside it. */
export interface MatrixContent {
  readonly inside: (plot: Box) => readonly string[];
  /** Bars and what else explains, to the right; none where `keyWidth` is 0. */
  readonly key: (bar: Box) => readonly string[];
  readonly keyWidth: number;
  /** Above the box, of a height. */
  readonly legend?: (x: number, y: number, width: number) => { readonly svg: string; readonly height: number };
}

const LONG_SIDE = 480;
const SHORT_SIDE = 200;
const NAME_HEIGHT = 11;
const MOST_NAME = 12;
/** What a bar takes with its numbers and title. */
export const KEY_WIDTH: number = BAR_WIDTH + 78;

/** A lattice with axes in frames on the left and below, with rates also minutes and seconds on the right and above. */
export function drawMatrixPage(page: MatrixPage, { inside, key, keyWidth, legend }: MatrixContent): string {
  const { rows, columns, rates = {} } = page;
  const size = plotSize(rows, columns);
  const names = page.rowLabels?.map((name) => shorten(name, MOST_NAME));
  const longest = names?.reduce((most, name) => Math.max(most, name.length), 0) ?? 0;
  const left = Math.max(84, 44 + 7 * longest);
  const legendWidth = Math.max(size.width, 330);
  const explained = legend?.(16, HEADER, legendWidth + left - 16) ?? { svg: '', height: 0 };
  const plot: Box = { x: left, y: HEADER + explained.height + (rates.columns === undefined ? 0 : 40), ...size };
  const bar: Box = { x: plot.x + plot.width + (rates.rows === undefined ? 28 : 84), y: plot.y, width: BAR_WIDTH, height: plot.height };
  return drawPage({
    ...page,
    width: Math.max(bar.x + keyWidth, 440),
    height: plot.y + plot.height + 58,
    content: [
      explained.svg,
      ...inside(plot),
      drawFrame(plot),
      ...plotAxes(page, plot, names).map((axis) => drawAxis(axis, plot)),
      ...key(bar),
    ].filter((part) => part !== ''),
  });
}

/** The longer sequence takes the long side; beyond 12 to 5 the picture is stretched. */
function plotSize(rows: number, columns: number): { readonly width: number; readonly height: number } {
  const least = SHORT_SIDE / LONG_SIDE;
  const ratio = rows / columns;
  if (ratio >= 1) return { width: Math.round(LONG_SIDE * Math.max(least, 1 / ratio)), height: LONG_SIDE };
  return { width: LONG_SIDE, height: Math.round(LONG_SIDE * Math.max(least, ratio)) };
}

function plotAxes(page: MatrixPage, plot: Box, names: readonly string[] | undefined): readonly Axis[] {
  const { rows, columns, rowName, columnName, rowUnit = 'frames', columnUnit = 'frames', columnLabels, rates = {} } = page;
  const named = (name: string, unit: string, length: number): string => {
    const shown = shorten(name, Math.max(12, Math.floor(length / 8)));
    return unit === '' ? shown : `${shown} (${unit})`;
  };
  const axes: Axis[] = [
    {
      side: 'bottom',
      ticks: sideTicks(
        columnLabels?.map((name) => shorten(name, MOST_NAME)),
        columns,
        plot.width,
        false,
      ),
      to: columns,
      title: named(columnName, columnUnit, plot.width),
      titleDistance: 42,
    },
    {
      side: 'left',
      ticks: sideTicks(names, rows, plot.height, true),
      to: rows,
      title: named(rowName, rowUnit, plot.height),
      titleDistance: plot.x - 26,
    },
  ];
  if (rates.columns !== undefined) {
    const across = columns / rates.columns;
    const ticks = timeTicks(across, room(plot.width, 60));
    axes.push({ side: 'top', ticks, to: across, title: `time (${timeUnit(across)})`, titleDistance: 30 });
  }
  if (rates.rows !== undefined) {
    const up = rows / rates.rows;
    axes.push({ side: 'right', ticks: timeTicks(up, room(plot.height, 45)), to: up, title: `time (${timeUnit(up)})`, titleDistance: 52 });
  }
  return axes;
}

/** Names where every one, or every other and so on, has room; else numbers. */
function sideTicks(names: readonly string[] | undefined, count: number, length: number, upright: boolean): readonly Tick[] {
  if (names === undefined) return countTicks(count, room(length, upright ? 45 : 60));
  const widest = names.reduce((most, name) => Math.max(most, name.length), 1);
  const needed = upright ? NAME_HEIGHT : 7 * widest + 6;
  return nameTicks(names, Math.max(1, Math.ceil(needed / (length / count))));
}

/** A path over the cells, (row, column) pairs: light on a dark edge, so that it shows on every colour, or a thin line. */
export function drawCellPath(path: ArrayLike<number>, rows: number, columns: number, plot: Box, thin: boolean): string {
  const points: Point[] = [];
  for (let i = 0; i < path.length; i += 2) {
    const x = plot.x + ((path[i + 1] + 0.5) / columns) * plot.width;
    const y = plot.y + plot.height - ((path[i] + 0.5) / rows) * plot.height;
    points.push([x, y]);
  }
  // A path of one pair is a line of no length, which its round ends make a dot.
  if (points.length === 1) points.push(points[0]);
  const drawn = simplify(points, 0.3)
    .map(([x, y]) => `${coordinate(x)},${coordinate(y)}`)
    .join(' ');
  const line = (colour: string, width: number, opacity: number): string =>
    `<polyline points="${drawn}" class="path" stroke="${colour}" stroke-width="${width}" stroke-opacity="${opacity}"/>`;
  return `<g>${thin ? line('#ff5449', 1, 1) : line('#000', 3.5, 0.55) + line('#fff', 1.75, 1)}</g>`;
}
