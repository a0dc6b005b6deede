import { MATRIX_PIXELS, type Raster } from '../raster/raster.ts';
import { type SampledFunction, valueAt } from './warp-picture.ts';
import { after } from './after.ts';

/** A signal of channels, straight between its observations: `values[observation·channels + channel]`. */
interface Channels {
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly channels?: number;
}

/** Few observations are drawn with this many pixels each, so that it shows that they run straight from one to the next. */
const PIXELS_EACH = 4;

/**
 * A signal in [from, to] as colours: a row a channel, each pixel the mean of the signal in the time that it covers. With a warp these
 * times are the warp's, and the mean is over what it makes of them. Outside its times a signal stays as it is at its ends.
 */
export function meansInTime(
  signal: Channels,
  { from, to }: { readonly from: number; readonly to: number },
  warp?: SampledFunction,
): Raster {
  const { channels = 1, times } = signal;
  const width = Math.min(MATRIX_PIXELS, PIXELS_EACH * times.length);
  const height = Math.min(MATRIX_PIXELS, channels);
  const values = new Float64Array(width * height);
  const counts = new Float64Array(height);
  for (let c = 0; c < channels; c++) counts[Math.floor((c * height) / channels)]++;
  const edge = (k: number): number => from + (k / width) * (to - from);
  const mean = new Float64Array(channels);
  for (let k = 0; k < width; k++) {
    const [start, end] = warp === undefined ? [edge(k), edge(k + 1)] : reach(warp, edge(k), edge(k + 1));
    meanBetween(signal, start, end, mean);
    for (let c = 0; c < channels; c++) {
      const row = Math.floor((c * height) / channels);
      values[row * width + k] += mean[c] / counts[row];
    }
  }
  return { width, height, values };
}

/** The least and the largest value of a function between two times. */
function reach(warp: SampledFunction, from: number, to: number): readonly [number, number] {
  const ends = [valueAt(warp, from), valueAt(warp, to)];
  let [least, most] = [Math.min(...ends), Math.max(...ends)];
  for (let i = after(warp.times, from); i < warp.times.length && warp.times[i] < to; i++) {
    least = Math.min(least, warp.values[i]);
    most = Math.max(most, warp.values[i]);
  }
  return [least, most];
}

/** The mean of each channel between two times: of straight pieces, so that each counts with its length and the mean of its ends. */
function meanBetween(signal: Channels, from: number, to: number, out: Float64Array): void {
  const { times, values, channels = 1 } = signal;
  const last = times.length - 1;
  const add = (time: number, weight: number): void => {
    // Between observations i and i + 1; at the ends all weight is on one of them.
    const i = Math.min(last - 1, Math.max(0, after(times, time) - 1));
    const share = Math.min(1, Math.max(0, (time - times[i]) / (times[i + 1] - times[i])));
    for (let c = 0; c < channels; c++) out[c] += weight * ((1 - share) * values[i * channels + c] + share * values[(i + 1) * channels + c]);
  };
  out.fill(0);
  if (!(to > from)) return add(from, 1);
  const duration = to - from;
  for (let start = from, i = after(times, from); start < to; i++) {
    const end = i <= last ? Math.min(to, times[i]) : to;
    const part = (end - start) / duration / 2;
    add(start, part);
    add(end, part);
    start = end;
  }
}
