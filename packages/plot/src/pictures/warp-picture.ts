import { checkFinite, checkLength, checkList, checkObject, checkPicture, checkText, checkTimes, plural } from '../check.ts';
import { PlotError } from '../errors.ts';
import type { Box } from '../page/axis.ts';
import { drawChart, rangeOf } from '../page/chart.ts';
import { drawLegend, type LegendEntry } from '../page/legend.ts';
import { drawPage, HEADER, type PictureOptions } from '../page/page.ts';
import { after } from './after.ts';

/** A function of time by its values at knots, straight in between. */
export interface SampledFunction {
  /** Increasing. */
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** What {@link drawWarp} takes. */
export interface WarpPicture extends PictureOptions {
  /** φ: for each time of y the time of x. */
  readonly warp: SampledFunction;
  /** The ground truth, dashed. */
  readonly truth?: SampledFunction;
  /** Between which the warp may run, at its knots; infinite where there is no bound. */
  readonly bounds?: { readonly lower: ArrayLike<number>; readonly upper: ArrayLike<number> };
  /** What both times are called, with their units: that of y to the right, that of x upwards. Defaults: `time of y`, `time of x`. */
  readonly yName?: string;
  readonly xName?: string;
}

const SIDE = 400;

/**
 * A warping function: y's time to the right, x's time upwards, with the ground truth and the bounds where they are given. Both axes
 * are times, and every knot is drawn, simplified to a third of a pixel; infinite bounds end at the box.
 *
 * @throws PlotError by argument and first bad index
 *
 * @example
 * ```ts
 * import { drawWarp } from '@rubato/plot';
 * const warp = { times: [0, 1, 2], values: [0, 1.5, 2] };
 * const svg = drawWarp({ warp, truth: { times: [0, 2], values: [0, 2] }, yName: 'score (beats)', xName: 'performance (s)' });
 * svg.includes('ground truth'); // → true
 * ```
 */
export function drawWarp(picture: WarpPicture): string {
  checkPicture(picture);
  const { warp, truth, bounds, yName = 'time of y', xName = 'time of x' } = picture;
  checkFunction('warp', warp);
  if (truth !== undefined) checkFunction('truth', truth);
  checkText('yName', yName);
  checkText('xName', xName);
  if (bounds !== undefined) {
    checkObject('bounds', bounds);
    for (const side of ['lower', 'upper'] as const) {
      checkLength(`bounds.${side}`, bounds[side], warp.times.length, 'one a knot of the warp');
      const wrong = Array.from(bounds[side]).findIndex((value) => Number.isNaN(value));
      if (wrong >= 0) throw new PlotError(`bounds.${side}[${wrong}]`, 'is NaN', 'a number, infinite where there is no bound');
    }
  }
  const across = rangeOf('warp.times', [warp.times, ...(truth === undefined ? [] : [truth.times])], 0);
  const up = rangeOf(
    'warp.values',
    [warp.values, ...(truth === undefined ? [] : [truth.values]), ...(bounds === undefined ? [] : [bounds.lower, bounds.upper])],
    0.03,
  );
  const clipped = (list: ArrayLike<number>): number[] => Array.from(list, (value) => Math.min(up[1], Math.max(up[0], value)));
  const entries: LegendEntry[] = [
    { label: 'warp', mark: 'line', series: 0 },
    ...(truth === undefined ? [] : [{ label: 'ground truth', mark: 'dashed', series: 1 } as const]),
    ...(bounds === undefined ? [] : [{ label: 'within bounds', mark: 'band', series: 0 } as const]),
  ];
  const left = 92;
  const legend = drawLegend(entries, left, HEADER, SIDE);
  const box: Box = { x: left, y: HEADER + legend.height + 4, width: SIDE, height: SIDE };
  return drawPage({
    title: picture.title ?? 'Warp',
    subtitle: picture.subtitle ?? plural(warp.times.length, 'knot'),
    description: `A warp of ${plural(warp.times.length, 'knot')} from ${yName} to ${xName}`,
    width: left + SIDE + 40,
    height: box.y + SIDE + 58,
    theme: picture.theme,
    content: [
      legend.svg,
      ...drawChart(
        {
          across: { title: yName, from: across[0], to: across[1] },
          up: { title: xName, from: up[0], to: up[1] },
          ...(bounds === undefined
            ? {}
            : { bands: [{ x: warp.times, lower: clipped(bounds.lower), upper: clipped(bounds.upper), series: 0 }] }),
          curves: [
            ...(truth === undefined ? [] : [{ x: truth.times, y: truth.values, series: 1, dashed: true }]),
            { x: warp.times, y: warp.values, series: 0 },
          ],
        },
        box,
      ),
    ],
  });
}

/** Refuses times that do not increase, another number of values, and values that are no finite numbers. */
export function checkFunction(argument: string, sampled: SampledFunction): void {
  checkObject(argument, sampled);
  const { times, values } = sampled;
  checkList(`${argument}.times`, times);
  if (times.length < 2) throw new PlotError(`${argument}.times`, `has ${plural(times.length, 'time')}`, 'at least 2');
  checkTimes(`${argument}.times`, times);
  checkLength(`${argument}.values`, values, times.length, 'as many as times');
  checkFinite(`${argument}.values`, values);
}

/** The value at a time, that of the nearest end outside. */
export function valueAt({ times, values }: SampledFunction, time: number): number {
  const last = times.length - 1;
  if (time <= times[0]) return values[0];
  if (time >= times[last]) return values[last];
  const high = after(times, time);
  const low = high - 1;
  const share = (time - times[low]) / (times[high] - times[low]);
  return values[low] + share * (values[high] - values[low]);
}
