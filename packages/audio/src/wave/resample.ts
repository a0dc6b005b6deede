import { runAtOnce, runInSlices } from '@rubato/core';
import { checkMemory, checkOptions, checkSampleRate, checkSignal, checkValues } from '../check.ts';
import type { MemoryOptions, Samples } from '../check.ts';
import type { RunOptions } from '../run-options.ts';
import { checkRunOptions } from '../run-options.ts';

export interface ResampleOptions extends MemoryOptions {
  /** The rate that the signal has, in Hz. */
  readonly from: number;
  /** The rate that it shall have, in Hz. */
  readonly to: number;
}

/** Zero crossings of the sinc to each side. */
const CROSSINGS = 32;
/** Entries of the table between two of them: linear interpolation between entries is right to -100 dB. */
const ENTRIES = 512;
/** The Kaiser window's shape: 90 dB of attenuation. */
const BETA = 9;
/** The middle of the filter's slope, as a share of half the lower rate; the slope ends there where that half begins. */
const CUTOFF = 0.91;

/** A signal with its rates, and memory for its result. */
interface Resampling {
  readonly samples: Samples;
  readonly from: number;
  readonly to: number;
  readonly resultLength: number;
}

function checkResampling(given: unknown, options: ResampleOptions): Resampling {
  checkOptions(options, ['from', 'to', 'maxBytes']);
  const from = checkSampleRate('options.from', options.from);
  const to = checkSampleRate('options.to', options.to);
  const samples = checkSignal('samples', given);
  const resultLength = Math.ceil((samples.length * to) / from);
  checkMemory('a resampled signal', resultLength * Float32Array.BYTES_PER_ELEMENT, options);
  return { samples, from, to, resultLength };
}

/** Products between two looks at the clock: some tenths of a millisecond. */
const PRODUCTS_AT_A_TIME = 2 ** 17;

/** Yields how many samples of the result were made since the last yield. */
function* resampleSteps({ samples, from, to, resultLength }: Resampling): Generator<number, Float32Array, void> {
  yield* checkValues('samples', samples);
  if (from === to) return new Float32Array(samples);
  const { length } = samples;
  const table = sincTable();
  const cutoff = CUTOFF * Math.min(1, to / from);
  const reach = CROSSINGS / cutoff;
  const scale = cutoff * ENTRIES;
  const result = new Float32Array(resultLength);
  const atATime = Math.ceil(PRODUCTS_AT_A_TIME / (2 * reach));
  for (let start = 0; start < resultLength; start += atATime) {
    const end = Math.min(resultLength, start + atATime);
    for (let m = start; m < end; m++) {
      const time = (m * from) / to;
      const last = Math.min(length - 1, Math.floor(time + reach));
      let sum = 0;
      for (let n = Math.max(0, Math.ceil(time - reach)); n <= last; n++) {
        const place = Math.abs(time - n) * scale;
        const entry = Math.floor(place);
        const value = table[entry] + (place - entry) * (table[entry + 1] - table[entry]);
        sum += samples[n] * value;
      }
      result[m] = cutoff * sum;
    }
    yield end - start;
  }
  return result;
}

/**
 * Another sample rate, by a windowed sinc: `y_m = Σ_n x_n·h(m·from/to - n)`, `h(t) = c·sinc(c·t)` under a Kaiser window of 32 zero
 * crossings to each side, `c = 0.91·min(1, to/from)`. Frequencies up to 0.8 of half the lower rate pass within 90 dB; those that would
 * alias are 85 dB down. The signal is 0 beyond its ends.
 *
 * It takes some 70 products for each sample of the signal or of the result, whichever is longer: for long recordings, see
 * {@link resampleInSlices}.
 *
 * @param samples the signal; it is not changed
 * @returns `⌈length·to/from⌉` samples, the first at the same time as the signal's first; a copy where the rates are equal
 * @throws InvalidArgumentError for an empty signal, samples that are no numbers or beyond 1e9, rates outside [100, 1e6] Hz
 * @throws MemoryLimitError where the result has more than `maxBytes`
 *
 * Source: Smith & Gossett, "A flexible sampling-rate conversion method", ICASSP 1984.
 *
 * @example
 * ```ts
 * import { resample } from '@rubato/audio';
 * resample(new Float32Array(44100), { from: 44100, to: 22050 }).length; // → 22050
 * ```
 */
export function resample(samples: Samples, options: ResampleOptions): Float32Array {
  return runAtOnce(resampleSteps(checkResampling(samples, options)));
}

/**
 * {@link resample} for long recordings: the same numbers, but the event loop runs every 10 ms or so, the work can be stopped, and it says
 * how far it is.
 *
 * @param samples the signal; it is neither copied nor changed, and must stay as it is until the promise settles
 * @param options the rates, as for `resample`
 * @param run `signal` stops the work; `onProgress` is told samples of the result, done and in total
 * @returns what `resample` returns
 * @throws as `resample`; the signal's reason on abort
 *
 * Source: as of `resample`.
 *
 * @example
 * ```ts
 * import { resampleInSlices } from '@rubato/audio';
 * const samples = await resampleInSlices(new Float32Array(44100), { from: 44100, to: 22050 });
 * samples.length; // → 22050
 * ```
 */
export async function resampleInSlices(samples: Samples, options: ResampleOptions, run: RunOptions = {}): Promise<Float32Array> {
  const checked = checkRunOptions(run, 'run');
  checked.signal?.throwIfAborted();
  const resampling = checkResampling(samples, options);
  return runInSlices(resampleSteps(resampling), { total: resampling.resultLength, ...checked });
}

/** `sinc(t)` under the Kaiser window for t from 0 to the last crossing, and zeros behind it for what rounding may reach. */
function sincTable(): Float64Array {
  const table = new Float64Array(CROSSINGS * ENTRIES + 3);
  const peak = besselI0(BETA);
  table[0] = 1;
  for (let i = 1; i <= CROSSINGS * ENTRIES; i++) {
    const t = i / ENTRIES;
    const window = besselI0(BETA * Math.sqrt(1 - (t / CROSSINGS) ** 2)) / peak;
    table[i] = (window * Math.sin(Math.PI * t)) / (Math.PI * t);
  }
  return table;
}

/** The modified Bessel function of order 0: `Σ_k ((x/2)^k/k!)²`. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}
