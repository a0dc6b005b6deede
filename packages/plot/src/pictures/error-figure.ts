import { checkLength, checkList } from '../check.ts';
import { PlotError } from '../errors.ts';
import { type Axis, type Box, drawAxis } from '../page/axis.ts';
import { drawFrame, drawPage, room } from '../page/page.ts';
import { coordinate } from '../page/text.ts';
import type { Theme } from '../page/theme.ts';
import { linearTicks, timeTicks, timeUnit } from '../page/ticks.ts';
import { countMissing } from '../raster/matrix.ts';

/** What {@link drawErrors} takes. */
export interface ErrorFigure {
  readonly title: string;
  readonly subtitle: string;
  /** Seconds, from 0 on. */
  readonly positions: ArrayLike<number>;
  /** One an event, above 0 where the alignment is late. */
  readonly milliseconds: ArrayLike<number>;
  readonly theme?: Theme;
}

const PLOT: Box = { x: 88, y: 68, width: 760, height: 260 };
const POINT = 2.5;

/**
 * An error profile: time to the right, for each annotated event its error, late above and early below the line of no error. Events
 * whose error is no finite number are left out, and counted below the title.
 *
 * @throws PlotError for lists of different lengths and positions below 0
 *
 * @example
 * ```ts
 * import { drawErrors } from '@rubato/plot';
 * drawErrors({ title: 'Errors', subtitle: '', positions: [0, 1.5], milliseconds: [-20, 35] }).includes('late above 0'); // → true
 * ```
 */
export function drawErrors({ title, subtitle, positions: places, milliseconds: errors, theme }: ErrorFigure): string {
  checkList('positions', places);
  checkLength('milliseconds', errors, places.length, 'as many as positions');
  for (let i = 0; i < places.length; i++) {
    if (!(places[i] >= 0 && places[i] < Infinity)) throw new PlotError(`positions[${i}]`, `is ${String(places[i])}`, 'seconds from 0 on');
  }
  const shown = Array.from(places, (position, i) => [position, errors[i]] as const).filter(([, error]) => Number.isFinite(error));
  const { nan, infinite } = countMissing(errors);
  const facts = [subtitle, nan + infinite > 0 ? `${nan + infinite} without a finite error left out` : ''].filter((part) => part !== '');
  const last = Array.from(places).reduce((most, value) => Math.max(most, value), 0) * 1.02 || 1;
  const most = shown.reduce((largest, [, value]) => Math.max(largest, Math.abs(value)), 0) * 1.08 || 1;
  const x = (position: number): string => coordinate(PLOT.x + (position / last) * PLOT.width);
  const y = (error: number): string => coordinate(PLOT.y + (0.5 - error / most / 2) * PLOT.height);
  const zero = y(0);
  const stems = shown.map(([position, error]) => `M${x(position)} ${zero}V${y(error)}`);
  const points = shown.map(([position, error]) => `<circle cx="${x(position)}" cy="${y(error)}" r="${POINT}"/>`);
  const ticks = timeTicks(last, room(PLOT.width, 60));
  const axes: readonly Axis[] = [
    { side: 'bottom', ticks, to: last, title: `time (${timeUnit(last)})`, titleDistance: 42 },
    { side: 'left', ticks: linearTicks(-most, most, 6), from: -most, to: most, title: 'error (ms), late above 0', titleDistance: 62 },
  ];
  return drawPage({
    title,
    subtitle: facts.join(' · '),
    description: `Errors of an alignment at ${places.length} annotated events`,
    width: PLOT.x + PLOT.width + 32,
    height: PLOT.y + PLOT.height + 58,
    theme,
    content: [
      `<path d="M${PLOT.x} ${zero}H${PLOT.x + PLOT.width}" class="zero"/>`,
      `<path d="${stems.join('')}" class="series-0-line" stroke-opacity="0.45"/>`,
      `<g class="series-0">${points.join('')}</g>`,
      drawFrame(PLOT),
      ...axes.map((axis) => drawAxis(axis, PLOT)),
    ],
  });
}
