import { checkList } from '../check.ts';
import { PlotError } from '../errors.ts';
import type { Box } from '../page/axis.ts';
import { drawChart, rangeOf } from '../page/chart.ts';
import { drawLegend, type LegendEntry } from '../page/legend.ts';
import { drawPage, HEADER, type PictureOptions, room } from '../page/page.ts';
import { SERIES_COLOURS } from '../page/theme.ts';
import { countTicks, linearTicks } from '../page/ticks.ts';

/** The values of one curve, at x = `first`, `first` + 1, … */
export interface LossCurve {
  readonly name: string;
  readonly values: ArrayLike<number>;
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
 * Losses by epoch, a colour a curve. Where a loss is NaN the curve breaks; where it is infinite a triangle stands at the edge.
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
  const { curves, xName = 'epoch', yName = 'loss', first = 1, logarithmic = false } = picture;
  checkCurves(curves);
  if (!Number.isInteger(first)) throw new PlotError('first', `is ${String(first)}`, 'a whole number');
  const longest = curves.reduce((most, { values }) => Math.max(most, values.length), 1);
  const entries = curves.map(({ name, best }, k): LegendEntry => {
    const mark = k < SERIES_COLOURS ? 'line' : 'dashed';
    return { label: best === undefined ? name : `${name}, ● best`, mark, series: k % SERIES_COLOURS };
  });
  const left = 84;
  const legend = drawLegend(entries, left, HEADER, WIDTH);
  const box: Box = { x: left, y: HEADER + legend.height + 4, width: WIDTH, height: HEIGHT };
  const [from, to] = rangeOf(
    curves.map(({ values }) => values),
    0.05,
    logarithmic,
  );
  const last = first + longest - 1;
  const most = room(WIDTH, 60);
  const ticks = first === 0 ? countTicks(last, most) : linearTicks(first, last, most).filter(({ value }) => Number.isInteger(value));
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
          across: { title: xName, from: first, to: last, ticks },
          up: { title: logarithmic ? `${yName} (logarithmic)` : yName, from, to, logarithmic },
          curves: curves.map(({ values }, k) => ({
            x: Array.from(values, (_, i) => first + i),
            y: logarithmic ? Array.from(values, (value) => (value > 0 ? value : NaN)) : values,
            series: k % SERIES_COLOURS,
            dashed: k >= SERIES_COLOURS,
          })),
          points: curves.flatMap(({ values, best }, k) =>
            best !== undefined && Number.isFinite(values[best]) ? [{ x: first + best, y: values[best], series: k % SERIES_COLOURS }] : [],
          ),
        },
        box,
      ),
    ],
  });
}

function checkCurves(curves: readonly LossCurve[]): void {
  if (!Array.isArray(curves) || curves.length === 0 || curves.length > 2 * SERIES_COLOURS) {
    throw new PlotError('curves', Array.isArray(curves) ? `has ${curves.length}` : 'is no list', `1 to ${2 * SERIES_COLOURS} curves`);
  }
  for (const [k, { name, values, best }] of curves.entries()) {
    if (typeof name !== 'string') throw new PlotError(`curves[${k}].name`, `is ${String(name)}`, 'a text');
    checkList(`curves[${k}].values`, values);
    if (values.length === 0) throw new PlotError(`curves[${k}].values`, 'is empty', 'at least one value');
    if (best !== undefined && !(Number.isInteger(best) && best >= 0 && best < values.length)) {
      throw new PlotError(`curves[${k}].best`, `is ${String(best)}`, `an index from 0 to ${values.length - 1}`);
    }
  }
}
