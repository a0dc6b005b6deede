import { checkWord, checkNumber, checkWhole, refuse } from '../check.ts';
import type { FilterBank } from './filter-bank.ts';
import type { SpectrumSettings } from './frame-options.ts';
import type { MelScale } from './mel-scale.ts';
import { frequencyToMel, melScales, melToFrequency } from './mel-scale.ts';

export interface MelFilterOptions {
  /** Number of bands. Default 80. */
  readonly bands?: number;
  /** Default `slaney`. */
  readonly scale?: MelScale;
  /** Where the lowest filter starts, in Hz. Default 0. */
  readonly lowestFrequency?: number;
  /** Where the highest filter ends, in Hz. Default: half the sample rate. */
  readonly highestFrequency?: number;
  /** What a filter has of 1: its area over Hz (default, Slaney's), or its peak (HTK's). Bands are in units of A²/Hz, or of A². */
  readonly filters?: 'area' | 'peak';
}

export const melFilterOptionNames: readonly string[] = ['bands', 'scale', 'lowestFrequency', 'highestFrequency', 'filters'];

const MOST_BANDS = 4096;

/** Where filters lie: filter m rises from `edges[m]` to `edges[m + 1]` and falls to `edges[m + 2]`, in Hz. */
export interface MelFilterShape {
  readonly bands: number;
  readonly area: boolean;
  /** Hz from bin to bin. */
  readonly spacing: number;
  readonly edges: Float64Array;
  readonly starts: Int32Array;
  readonly firstBins: Int32Array;
  readonly bytes: number;
}

export function checkMelFilters(options: MelFilterOptions, settings: SpectrumSettings, argument: string): MelFilterShape {
  const { sampleRate, fftLength } = settings;
  const { scale = 'slaney', lowestFrequency = 0, highestFrequency = sampleRate / 2 } = options;
  checkWord(`${argument}.scale`, scale, melScales);
  const bands = checkWhole(`${argument}.bands`, options.bands ?? 80, 1, MOST_BANDS);
  const area = checkWord(`${argument}.filters`, options.filters ?? 'area', ['area', 'peak']) === 'area';
  // The filters must have some width.
  const lowest = checkNumber(`${argument}.lowestFrequency`, lowestFrequency, 0, sampleRate / 2 - 1);
  const highest = checkNumber(`${argument}.highestFrequency`, highestFrequency, lowest + 1, sampleRate / 2);
  const start = frequencyToMel(lowest, scale);
  const step = (frequencyToMel(highest, scale) - start) / (bands + 1);
  const edges = Float64Array.from({ length: bands + 2 }, (_, m) => melToFrequency(start + m * step, scale));
  const spacing = sampleRate / fftLength;
  const starts = new Int32Array(bands + 1);
  const firstBins = new Int32Array(bands);
  for (let m = 0; m < bands; m++) {
    firstBins[m] = Math.floor(edges[m] / spacing) + 1;
    const end = Math.min(fftLength / 2 + 1, Math.ceil(edges[m + 2] / spacing));
    // A filter between two bins would be 0 whatever the signal is.
    if (end <= firstBins[m]) {
      refuse(`${argument}.bands`, bands, `fewer bands, or a longer fftLength: band ${m} lies between two bins of ${spacing} Hz`);
    }
    starts[m + 1] = starts[m] + end - firstBins[m];
  }
  return { bands, area, spacing, edges, starts, firstBins, bytes: starts[bands] * Float64Array.BYTES_PER_ELEMENT };
}

/** Yields 0 after each filter. */
export function* createMelFilters({ bands, area, spacing, edges, starts, firstBins }: MelFilterShape): Generator<number, FilterBank, void> {
  const weights = new Float64Array(starts[bands]);
  for (let m = 0; m < bands; m++) {
    const left = edges[m];
    const centre = edges[m + 1];
    const right = edges[m + 2];
    let frequency = firstBins[m] * spacing;
    for (let e = starts[m]; e < starts[m + 1]; e++) {
      const height = Math.max(0, Math.min((frequency - left) / (centre - left), (right - frequency) / (right - centre)));
      weights[e] = area ? (height * 2) / (right - left) : height;
      frequency = (firstBins[m] + e + 1 - starts[m]) * spacing;
    }
    yield 0;
  }
  return { starts, firstBins, weights };
}
