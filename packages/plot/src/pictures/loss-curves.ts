import { checkArray, checkCount, checkLength, checkList, checkObject, checkPicture, checkText, checkTimes } from '../check.ts';
import { PlotError } from '../errors.ts';
import type { Box } from '../page/axis.ts';
import { type ChartSide, drawChart, rangeOf } from '../page/chart.ts';
import { drawLegend, type LegendEntry } from '../page/legend.ts';
import { drawPage, HEADER, type PictureOptions, room } from '../page/page.ts';
import { SERIES_COLOURS } from '../page/theme.ts';
import { wholeTicks } from '../page/ticks.ts';

/** The values of one curve, at x = `first`, `first` + 1, … unless it has x of its own. */
export interface LossCurve {
  readonly name: string;
  readonly values: ArrayLike<number>;
  /** Where the values stand, increasing: for losses that are not measured in every epoch. */
  readonly x?: ArrayLike<number>;
  /** Where a dot stands: the epoch that is kept. An index of `values`. */
  readonly best?: number;
}

/** What {@link drawLossCurves} takes. */
export interface LossPicture extends PictureOptions {
  readonly curves: readonly LossCurve[];
  /** What x counts; default: epoch. */
  readonly xName?: string;
  /** The x of the first value. Default: 1. */
  readonly first?: number;
  /** What y is, with its unit; default: loss. */
  readonly yName?: string;
  /** A logarithmic axis upwards; values of 0 and below leave gaps there. Default: false. */
  readonly logarithmic?: boolean;
}

const WIDTH = 640;
const HEIGHT = 300;

/**
 * Losses by epoch, a colour a curve. Where a loss is NaN the curve breaks; where it is infinite a triangle stands at the edge. Values of
 * 0 and below have no place on a logarithmic axis: there the curve breaks too, and a best value there has no dot. Every other value is
 * drawn, up to four a pixel: of more the first, the least, the largest and the last, and breaks narrower than a pixel close.
 *
 * @throws PlotError by argument and first bad index
 *
 * @example
 * ```ts
 * import { drawLossCurves } from '@rubato/plot';
 * const svg = drawLossCurves({ curves: [{ name: 'training', values: [3, 2, 1.5] }, { name: 'validation', values: [3, 2.2, 2.1], best: 2 }] });
 * svg.includes('validation'); // → true
 * ```
 */
export function drawLossCurves(picture: LossPicture): string {
  checkLosses(picture);
  const { curves, xName = 'epoch', yName = 'loss', first = 1, logarithmic = false } = picture;
  const shown = curves.map(({ name, values, x, best }, k) => {
    const [places, heights] = [x ?? Float64Array.from(values, (_, i) => first + i), logarithmic ? positive(values) : values];
    // A best value that has no place is not said to have one.
    const dot = best !== undefined && Number.isFinite(heights[best]) ? { x: places[best], y: heights[best] } : undefined;
    return { name, places, heights, dot, series: k % SERIES_COLOURS, dashed: k >= SERIES_COLOURS };
  });
  const entries = shown.map(({ name, dot, series, dashed }): LegendEntry => {
    return { label: dot === undefined ? name : `${name}, ● best`, mark: dashed ? 'dashed' : 'line', series };
  });
  const left = 84;
  const legend = drawLegend(entries, left, HEADER, WIDTH);
  const box: Box = { x: left, y: HEADER + legend.height + 4, width: WIDTH, height: HEIGHT };
  const [from, to] = rangeOf(
    'curves',
    shown.map(({ heights }) => heights),
    0.05,
    logarithmic,
  );
  const across = acrossOf(
    xName,
    shown.map(({ places }) => places),
  );
  return drawPage({
    title: picture.title ?? 'Losses',
    subtitle: picture.subtitle ?? '',
    description: `Curves of ${curves.map(({ name }) => name).join(', ')}`,
    width: left + WIDTH + 40,
    height: box.y + HEIGHT + 58,
    theme: picture.theme,
    content: [
      legend.svg,
      ...drawChart(
        {
          across,
          up: { title: logarithmic ? `${yName} (logarithmic)` : yName, from, to, logarithmic },
          curves: shown.map(({ places, heights, series, dashed }) => ({ x: places, y: heights, series, dashed })),
          points: shown.flatMap(({ dot, series }) => (dot === undefined ? [] : [{ ...dot, series }])),
        },
        box,
      ),
    ],
  });
}

/** What has a logarithm; the rest are gaps. */
function positive(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values, (value) => (value > 0 ? value : NaN));
}

/** From the first place to the last; whole numbers where all places are. */
function acrossOf(title: string, places: readonly ArrayLike<number>[]): ChartSide {
  const from = places.reduce((least, list) => Math.min(least, list[0]), Infinity);
  const to = places.reduce((most, list) => Math.max(most, list[list.length - 1]), -Infinity);
  if (!Number.isFinite(to - from)) throw new PlotError('curves', `have x from ${from} to ${to}`, 'a range that is a finite number');
  const whole = places.every((list) => Array.prototype.every.call(list, Number.isSafeInteger));
  return { title, from, to, ...(whole ? { ticks: wholeTicks(from, to, room(WIDTH, 60)) } : {}) };
}

function checkLosses(picture: LossPicture): void {
  checkPicture(picture);
  const { curves, first = 1, xName = '', yName = '' } = picture;
  checkText('xName', xName);
  checkText('yName', yName);
  if (!Number.isSafeInteger(first)) throw new PlotError('first', `is ${String(first)}`, 'a whole number');
  checkArray('curves', curves, 1, 2 * SERIES_COLOURS, 'curves');
  for (const [k, curve] of curves.entries()) {
    checkObject(`curves[${k}]`, curve);
    const { name, values, x, best } = curve;
    checkText(`curves[${k}].name`, name);
    checkList(`curves[${k}].values`, values);
    if (values.length === 0) throw new PlotError(`curves[${k}].values`, 'is empty', 'at least one value');
    checkLength(`curves[${k}].values`, values, values.length, 'values');
    if (x !== undefined) {
      checkLength(`curves[${k}].x`, x, values.length, 'one a value');
      checkTimes(`curves[${k}].x`, x);
    }
    if (best !== undefined) checkCount(`curves[${k}].best`, best, 0, values.length - 1);
  }
}
