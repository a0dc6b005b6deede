import { checkLength, checkList, checkPicture, plural } from '../check.ts';
import { PlotError } from '../errors.ts';
import { type Axis, type Box, drawAxis } from '../page/axis.ts';
import { drawFrame, drawPage, factsOf, type PictureOptions, room } from '../page/page.ts';
import { coordinate } from '../page/text.ts';
import { linearTicks } from '../page/ticks.ts';
import { timeTicks } from '../page/time-ticks.ts';

/** What {@link drawErrors} takes. */
export interface ErrorFigure extends PictureOptions {
  /** Seconds, from 0 on. */
  readonly positions: ArrayLike<number>;
  /** One an event, above 0 where the alignment is late. */
  readonly milliseconds: ArrayLike<number>;
}

/** A point of the drawing, in pixels. */
interface Dot {
  readonly x: number;
  readonly y: number;
}

const PLOT: Box = { x: 88, y: 68, width: 760, height: 260 };
const RADIUS = 2.5;
/** More is beyond what an axis from -most to most can show. */
const LARGEST = Number.MAX_VALUE / 4;

/**
 * An error profile: time to the right, for each annotated event its error, late above and early below the line of no error. Events
 * whose error is no finite number are left out, and counted below the title. Points nearer to each other than half of their width are
 * drawn as one, of stems in the same pixel the longest; the line below the title says so.
 *
 * @throws PlotError for lists of different lengths, positions below 0 and errors beyond 1e307
 *
 * @example
 * ```ts
 * import { drawErrors } from '@rubato/plot';
 * drawErrors({ title: 'Errors', positions: [0, 1.5], milliseconds: [-20, 35] }).includes('late above 0'); // → true
 * ```
 */
export function drawErrors(picture: ErrorFigure): string {
  checkErrors(picture);
  const { positions, milliseconds: errors } = picture;
  let [last, most, left] = [0, 0, 0];
  for (let i = 0; i < positions.length; i++) {
    last = Math.max(last, positions[i]);
    if (Number.isFinite(errors[i])) most = Math.max(most, Math.abs(errors[i]));
    else left++;
  }
  last = last * 1.02 || 1;
  most = most * 1.08 || 1;
  const zero = PLOT.y + PLOT.height / 2;
  const dots: Dot[] = [];
  for (let i = 0; i < positions.length; i++) {
    if (!Number.isFinite(errors[i])) continue;
    dots.push({ x: PLOT.x + (positions[i] / last) * PLOT.width, y: zero - (errors[i] / most / 2) * PLOT.height });
  }
  const points = drawPoints(dots);
  const facts = picture.subtitle ?? plural(positions.length, 'event');
  const time = timeTicks(0, last, room(PLOT.width, 60));
  const size = linearTicks(-most, most, 6);
  const axes: readonly Axis[] = [
    { side: 'bottom', ticks: time.ticks, to: last, title: `time (${time.unit})`, titleDistance: 42 },
    { side: 'left', ticks: size.ticks, from: -most, to: most, title: 'error (ms), late above 0', titleDistance: 62 },
  ];
  return drawPage({
    title: picture.title ?? 'Errors',
    subtitle: factsOf(facts, left > 0 ? `${left} without a finite error left out` : '', points.joined ? 'near points drawn as one' : ''),
    description: `Errors of an alignment at ${plural(positions.length, 'annotated event')}`,
    width: PLOT.x + PLOT.width + 32,
    height: PLOT.y + PLOT.height + 58,
    theme: picture.theme,
    content: [
      `<path d="M${PLOT.x} ${zero}H${PLOT.x + PLOT.width}" class="zero"/>`,
      `<path d="${stemsOf(dots, zero)}" class="series-0-line" stroke-opacity="0.45"/>`,
      points.svg,
      drawFrame(PLOT),
      ...axes.map((axis) => drawAxis(axis, PLOT)),
    ],
  });
}

/** Lines from no error to each point; of those in one pixel's width the longest, late and early. */
function stemsOf(dots: readonly Dot[], zero: number): string {
  const longest = new Map<string, Dot>();
  for (const dot of dots) {
    const key = `${Math.round(dot.x)} ${dot.y < zero}`;
    if (!(Math.abs((longest.get(key)?.y ?? zero) - zero) > Math.abs(dot.y - zero))) longest.set(key, dot);
  }
  return [...longest.values()].map(({ x, y }) => `M${coordinate(x)} ${coordinate(zero)}V${coordinate(y)}`).join('');
}

/** A dot each; in columns of half a dot's width those nearer than that are one line as thick as the dots. */
function drawPoints(dots: readonly Dot[]): { readonly svg: string; readonly joined: boolean } {
  const columns = new Map<number, Dot[]>();
  for (const dot of dots) {
    const column = columns.get(Math.floor(dot.x / RADIUS));
    if (column === undefined) columns.set(Math.floor(dot.x / RADIUS), [dot]);
    else column.push(dot);
  }
  const circles: string[] = [];
  const lines: string[] = [];
  for (const column of columns.values()) {
    const sorted = column.toSorted((a, b) => a.y - b.y);
    for (let from = 0, to = 1; from < sorted.length; from = to++) {
      while (to < sorted.length && sorted[to].y - sorted[to - 1].y < RADIUS) to++;
      const [x, y] = [coordinate(sorted[from].x), coordinate(sorted[from].y)];
      if (to - from === 1) circles.push(`<circle cx="${x}" cy="${y}" r="${RADIUS}"/>`);
      else lines.push(`M${x} ${y}V${coordinate(sorted[to - 1].y)}`);
    }
  }
  const line = `<path d="${lines.join('')}" class="path series-0-line" stroke-width="${2 * RADIUS}"/>`;
  return { svg: `<g class="series-0">${circles.join('')}</g>${lines.length === 0 ? '' : line}`, joined: lines.length > 0 };
}

function checkErrors(picture: ErrorFigure): void {
  checkPicture(picture);
  const { positions, milliseconds: errors } = picture;
  checkList('positions', positions);
  checkLength('positions', positions, positions.length, 'seconds');
  checkLength('milliseconds', errors, positions.length, 'as many as positions');
  for (let i = 0; i < positions.length; i++) {
    if (!(positions[i] >= 0 && positions[i] < LARGEST))
      throw new PlotError(`positions[${i}]`, `is ${String(positions[i])}`, 'seconds from 0 on');
    if (Number.isFinite(errors[i]) && Math.abs(errors[i]) > LARGEST)
      throw new PlotError(`milliseconds[${i}]`, `is ${errors[i]}`, `at most ${LARGEST} in size`);
  }
}
