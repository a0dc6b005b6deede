import type { Rates } from '../options/parse-rate.ts';
import { type Axis, type Box, drawAxis } from './axis.ts';
import { BAR_WIDTH, drawBar } from './colour-bar.ts';
import { colourScale, rasterDataUri } from './heat-map.ts';
import { boxOf, room, STYLE } from './page.ts';
import type { Raster } from './raster.ts';
import { type Point, simplify } from './simplify.ts';
import { coordinate, escapeXml, shorten } from './text.ts';
import { countTicks, timeTicks } from './ticks.ts';

/** What a drawing of an alignment shows. */
export interface Figure {
  readonly title: string;
  readonly subtitle: string;
  readonly rows: number;
  readonly columns: number;
  readonly rowName: string;
  readonly columnName: string;
  readonly raster: Raster;
  /** What the colours mean. */
  readonly quantity: string;
  readonly colours: 'linear' | 'squareRoot';
  /** (row, column) pairs. */
  readonly path: Int32Array;
  readonly rates?: Rates;
}

const LONG_SIDE = 480;
const SHORT_SIDE = 200;

/**
 * An alignment as SVG: the matrix in colours, the path over it, rows upwards and columns to the right, frames on the left and
 * below, with rates also minutes and seconds on the right and above, and a bar that says what the colours mean.
 */
export function drawFigure(figure: Figure): string {
  const { rows, columns, raster, rates } = figure;
  const scale = colourScale(raster, figure.colours);
  const plot: Box = { x: 84, y: rates === undefined ? 68 : 108, ...plotSize(rows, columns) };
  const bar: Box = { x: plot.x + plot.width + (rates === undefined ? 28 : 84), y: plot.y, width: BAR_WIDTH, height: plot.height };
  const width = Math.max(bar.x + bar.width + 78, 440);
  const height = plot.y + plot.height + 58;
  const characters = Math.floor((width - 32) / 8.6);
  const described = `${figure.quantity} of ${rows} rows and ${columns} columns, and the best path`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(figure.title)}</title><desc>${escapeXml(described)}</desc><style>${STYLE}</style>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="16" y="28" class="title">${escapeXml(shorten(figure.title, characters))}</text>`,
    `<text x="16" y="47" class="subtitle">${escapeXml(shorten(figure.subtitle, Math.floor(characters * 1.3)))}</text>`,
    `<rect ${boxOf(plot)} fill="#eaecf0"/>`,
    `<image ${boxOf(plot)} preserveAspectRatio="none" image-rendering="optimizeSpeed" href="${rasterDataUri(raster, scale)}"/>`,
    drawPath(figure, plot),
    `<rect ${boxOf(plot)} class="frame" fill="none"/>`,
    ...plotAxes(figure, plot).map((axis) => drawAxis(axis, plot)),
    drawBar(scale, bar, figure.quantity),
    '</svg>\n',
  ].join('\n');
}

/** The longer sequence takes the long side; beyond 12 to 5 the picture is stretched. */
function plotSize(rows: number, columns: number): { readonly width: number; readonly height: number } {
  const least = SHORT_SIDE / LONG_SIDE;
  const ratio = rows / columns;
  if (ratio >= 1) return { width: Math.round(LONG_SIDE * Math.max(least, 1 / ratio)), height: LONG_SIDE };
  return { width: LONG_SIDE, height: Math.round(LONG_SIDE * Math.max(least, ratio)) };
}

function plotAxes(figure: Figure, plot: Box): readonly Axis[] {
  const { rows, columns, rowName, columnName, rates } = figure;
  const named = (name: string, unit: string, length: number): string => `${shorten(name, Math.max(12, Math.floor(length / 8)))} (${unit})`;
  const axes: Axis[] = [
    {
      side: 'bottom',
      ticks: countTicks(columns, room(plot.width, 60)),
      to: columns,
      title: named(columnName, 'frames', plot.width),
      titleDistance: 42,
    },
    {
      side: 'left',
      ticks: countTicks(rows, room(plot.height, 45)),
      to: rows,
      title: named(rowName, 'frames', plot.height),
      titleDistance: 58,
    },
  ];
  if (rates === undefined) return axes;
  const unit = (seconds: number): string => (seconds < 60 ? 'seconds' : 'min:s');
  const across = columns / rates.columns;
  const up = rows / rates.rows;
  axes.push(
    { side: 'top', ticks: timeTicks(across, room(plot.width, 60)), to: across, title: `time (${unit(across)})`, titleDistance: 30 },
    { side: 'right', ticks: timeTicks(up, room(plot.height, 45)), to: up, title: `time (${unit(up)})`, titleDistance: 52 },
  );
  return axes;
}

/** White on a dark edge, so that it shows on every colour; over a soft alignment, which is as narrow as a path, a thin red line. */
function drawPath({ path, rows, columns, colours }: Figure, plot: Box): string {
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
  return `<g>${colours === 'squareRoot' ? line('#ff5449', 1, 1) : line('#000', 3.5, 0.55) + line('#fff', 1.75, 1)}</g>`;
}
