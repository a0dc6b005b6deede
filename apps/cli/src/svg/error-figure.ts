import { type Axis, type Box, drawAxis } from './axis.ts';
import { boxOf, room, STYLE } from './page.ts';
import { coordinate, escapeXml, shorten } from './text.ts';
import { linearTicks, timeTicks } from './ticks.ts';

/** What a drawing of errors at events shows. */
export interface ErrorFigure {
  readonly title: string;
  readonly subtitle: string;
  /** Seconds, from 0 on. */
  readonly positions: Float64Array;
  /** Signed: above 0 where the alignment is late. */
  readonly milliseconds: Float64Array;
}

const PLOT: Box = { x: 88, y: 68, width: 760, height: 260 };
const POINT = 2.5;

/** Errors at events as SVG: time to the right, late above and early below the line of no error. */
export function drawErrors({ title, subtitle, positions, milliseconds }: ErrorFigure): string {
  const width = PLOT.x + PLOT.width + 32;
  const height = PLOT.y + PLOT.height + 58;
  const last = positions.reduce((most, value) => Math.max(most, value), 0) * 1.02 || 1;
  const most = milliseconds.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) * 1.08 || 1;
  const x = (position: number): number => PLOT.x + (position / last) * PLOT.width;
  const y = (error: number): number => PLOT.y + (0.5 - error / most / 2) * PLOT.height;
  const [zero, foot] = [coordinate(y(0)), coordinate(PLOT.x + PLOT.width)];
  const stems = Array.from(positions, (position, i) => `M${coordinate(x(position))} ${zero}V${coordinate(y(milliseconds[i]))}`);
  const points = Array.from(
    positions,
    (position, i) => `<circle cx="${coordinate(x(position))}" cy="${coordinate(y(milliseconds[i]))}" r="${POINT}"/>`,
  );
  const unit = last < 60 ? 'seconds' : 'min:s';
  const axes: readonly Axis[] = [
    { side: 'bottom', ticks: timeTicks(last, room(PLOT.width, 60)), to: last, title: `time (${unit})`, titleDistance: 42 },
    { side: 'left', ticks: linearTicks(-most, most, 6), from: -most, to: most, title: 'error (ms), late above 0', titleDistance: 62 },
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title><desc>Errors of an alignment at ${positions.length} annotated events</desc><style>${STYLE}</style>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="16" y="28" class="title">${escapeXml(shorten(title, Math.floor((width - 32) / 8.6)))}</text>`,
    `<text x="16" y="47" class="subtitle">${escapeXml(shorten(subtitle, 130))}</text>`,
    `<path d="M${PLOT.x} ${zero}H${foot}" stroke="#667085"/>`,
    `<path d="${stems.join('')}" stroke="#31688e" stroke-opacity="0.45"/>`,
    `<g fill="#31688e">${points.join('')}</g>`,
    `<rect ${boxOf(PLOT)} class="frame" fill="none"/>`,
    ...axes.map((axis) => drawAxis(axis, PLOT)),
    '</svg>\n',
  ].join('\n');
}
