import { type Axis, type Box, drawAxis } from '../page/axis.ts';
import { checkCount, checkNames, checkObject, checkPath, checkPicture, checkRate, checkText } from '../check.ts';
import { BAR_WIDTH } from '../page/colour-bar.ts';
import { drawFrame, HEADER, drawPage, type PictureOptions, room } from '../page/page.ts';
import { type Point, simplify } from '../page/simplify.ts';
import { coordinate, fit, widthOf } from '../page/text.ts';
import { cellTicks, nameTicks, type Tick } from '../page/ticks.ts';
import { timeTicks } from '../page/time-ticks.ts';

/** Frames a second of both sequences. Frame n lasts from n / rate to (n + 1) / rate seconds: its time is that of its cell's edges. */
export interface Rates {
  readonly rows: number;
  readonly columns: number;
}

/** What every drawing over the cells of a lattice is told. Rows run upwards, columns to the right; numbers stand in the middle of cells. */
export interface MatrixAxes extends PictureOptions {
  readonly rows: number;
  readonly columns: number;
  /** Defaults: X and Y. */
  readonly rowName?: string;
  readonly columnName?: string;
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
  readonly title: string;
  readonly subtitle: string;
  readonly description: string;
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
/** The widest name of a row or column, in pixels. */
const MOST_NAME = 84;

/** What every drawing over a lattice refuses; its path has (row, column) pairs. */
export function checkMatrixAxes(axes: MatrixAxes & { readonly path?: ArrayLike<number> }): void {
  checkPicture(axes);
  checkCount('rows', axes.rows);
  checkCount('columns', axes.columns);
  if (axes.path !== undefined) checkPath('path', axes.path, axes.rows, axes.columns);
  for (const name of ['rowName', 'columnName', 'rowUnit', 'columnUnit'] as const) if (axes[name] !== undefined) checkText(name, axes[name]);
  checkNames('rowLabels', axes.rowLabels, axes.rows);
  checkNames('columnLabels', axes.columnLabels, axes.columns);
  if (axes.rates !== undefined) checkObject('rates', axes.rates);
  checkRate('rates.rows', axes.rates?.rows);
  checkRate('rates.columns', axes.rates?.columns);
}

/** A lattice with axes in frames on the left and below, with rates also minutes and seconds on the right and above. */
export function drawMatrixPage(page: MatrixPage, { inside, key, keyWidth, legend }: MatrixContent): string {
  const { rows, columns, rates = {} } = page;
  const size = plotSize(rows, columns);
  const names = page.rowLabels?.map((name) => fit(name, MOST_NAME));
  const left = Math.max(84, 46 + Math.ceil(widestOf(names ?? [])));
  const legendWidth = Math.max(size.width, 330);
  const explained = legend?.(16, HEADER, legendWidth + left - 16) ?? { svg: '', height: 0 };
  const plot: Box = { x: left, y: HEADER + explained.height + (rates.columns === undefined ? 0 : 40), ...size };
  const time = rightAxis(rows, rates.rows, plot);
  const beside = time === undefined ? 28 : time.titleDistance + 32;
  const bar: Box = { x: plot.x + plot.width + beside, y: plot.y, width: BAR_WIDTH, height: plot.height };
  return drawPage({
    ...page,
    theme: page.theme,
    width: Math.max(bar.x + keyWidth, 440),
    height: plot.y + plot.height + 58,
    content: [
      explained.svg,
      ...inside(plot),
      drawFrame(plot),
      ...plotAxes(page, plot, names).map((axis) => drawAxis(axis, plot)),
      time === undefined ? '' : drawAxis(time, plot),
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
  const { rows, columns, rowName = 'X', columnName = 'Y', rowUnit = 'frames', columnUnit = 'frames', rates = {} } = page;
  const named = (name: string, unit: string): string => (unit === '' ? name : `${name} (${unit})`);
  const columnNames = page.columnLabels?.map((name) => fit(name, MOST_NAME));
  const axes: Axis[] = [
    {
      side: 'bottom',
      ticks: sideTicks(columnNames, columns, plot.width, false),
      to: columns,
      title: named(columnName, columnUnit),
      titleDistance: 42,
    },
    {
      side: 'left',
      ticks: sideTicks(names, rows, plot.height, true),
      to: rows,
      title: named(rowName, rowUnit),
      titleDistance: plot.x - 26,
    },
  ];
  if (rates.columns !== undefined) {
    const across = columns / rates.columns;
    const { ticks, unit } = timeTicks(0, across, room(plot.width, 60));
    axes.push({ side: 'top', ticks, to: across, title: `time (${unit})`, titleDistance: 30 });
  }
  return axes;
}

/** Times of rows, with room for their labels. */
function rightAxis(rows: number, rate: number | undefined, plot: Box): Axis | undefined {
  if (rate === undefined) return undefined;
  const to = rows / rate;
  const { ticks, unit } = timeTicks(0, to, room(plot.height, 45));
  const titleDistance = 24 + widestOf(ticks.map(({ label }) => label));
  return { side: 'right', ticks, to, title: `time (${unit})`, titleDistance };
}

/** Names where every one, or every other and so on, has room; else numbers. */
function sideTicks(names: readonly string[] | undefined, count: number, length: number, upright: boolean): readonly Tick[] {
  if (names === undefined) return cellTicks(count, room(length, upright ? 45 : 60));
  const needed = upright ? NAME_HEIGHT : widestOf(names) + 6;
  return nameTicks(names, Math.max(1, Math.ceil(needed / (length / count))));
}

function widestOf(names: readonly string[]): number {
  return names.reduce((most, name) => Math.max(most, widthOf(name)), 0);
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
