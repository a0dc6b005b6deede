import { readNpy } from './npy.ts';
import { readShared } from './shared.ts';

/** A matrix of features with frames in rows. */
export interface Features {
  readonly data: Float64Array;
  readonly frames: number;
}

export const PITCH_CLASSES = 12;

interface PathReference {
  readonly cost: number;
  readonly path_length: number;
  readonly mae_ms_first: number;
  readonly mae_ms_mean: number;
  readonly events_exact_first: number;
}

interface Errors {
  readonly mae_ms: number;
  readonly median_ms: number;
  readonly max_ms: number;
}

type LocalCosts = Readonly<Record<'squared_l2' | 'cosine', PathReference>>;

interface Reference {
  readonly frame_rate_hz: number;
  readonly performances: Readonly<Record<string, { readonly roll_columns_to_common_key: number }>>;
  readonly pairs: Readonly<
    Record<
      string,
      {
        readonly dtw_full: LocalCosts;
        readonly dtw_full_without_roll?: LocalCosts;
        readonly downsampled: Readonly<
          Record<
            'factor_10' | 'factor_40',
            {
              readonly dtw_squared_l2: Errors & { readonly cost: number; readonly path_length: number };
              readonly soft_dtw: Readonly<
                Record<'gamma_1' | 'gamma_0.1', Errors & { readonly value: number; readonly soft_alignment_sum: number }>
              >;
            }
          >
        >;
      }
    >
  >;
}

const FOLDER = 'data/winterreise';

export function readReference(): Reference {
  return JSON.parse(new TextDecoder().decode(readShared(`${FOLDER}/reference.json`))) as Reference;
}

/** A performance's pitch classes, column c moved to column c + roll. */
export function readPerformance(name: string, roll: number): Features {
  const { data, shape } = readNpy(readShared(`${FOLDER}/pitchclass/${name}.npy`));
  const rolled = new Float64Array(data.length);
  for (let n = 0; n < shape[0]; n++) {
    for (let c = 0; c < PITCH_CLASSES; c++) rolled[PITCH_CLASSES * n + ((c + roll) % PITCH_CLASSES)] = data[PITCH_CLASSES * n + c];
  }
  return { data: rolled, frames: shape[0] };
}

/** Pairs of frames at which the same event begins. */
export function readGroundTruth(pair: string): (readonly [a: number, b: number])[] {
  const lines = new TextDecoder()
    .decode(readShared(`${FOLDER}/ground_truth/${pair}.csv`))
    .trim()
    .split(/\r?\n/)
    .slice(1);
  return lines.map((line) => {
    const [, , a, b] = line.split(',').map(Number);
    return [a, b];
  });
}

/** Means of consecutive groups of frames; an incomplete last group is dropped. */
export function downsample({ data, frames }: Features, factor: number): Features {
  const groups = Math.floor(frames / factor);
  const means = new Float64Array(groups * PITCH_CLASSES);
  for (let n = 0; n < groups * factor; n++) {
    for (let c = 0; c < PITCH_CLASSES; c++) means[PITCH_CLASSES * Math.floor(n / factor) + c] += data[PITCH_CLASSES * n + c] / factor;
  }
  return { data: means, frames: groups };
}

/** First and mean column of a path on each row. */
export function columnsByRow(path: Int32Array, rows: number): { readonly first: Float64Array; readonly mean: Float64Array } {
  const first = new Float64Array(rows).fill(Infinity);
  const mean = new Float64Array(rows);
  const counts = new Float64Array(rows);
  for (let i = 0; i < path.length; i += 2) {
    const [n, m] = [path[i], path[i + 1]];
    first[n] = Math.min(first[n], m);
    mean[n] += m;
    counts[n]++;
  }
  return { first, mean: mean.map((sum, n) => sum / counts[n]) };
}

/** Where group r's columns say frame a of A lies in B: linear between the groups' centres, constant outside. */
export function interpolate(columns: Float64Array, factor: number, a: number): number {
  const position = Math.min(columns.length - 1, Math.max(0, (a - (factor - 1) / 2) / factor));
  const row = Math.min(columns.length - 2, Math.floor(position));
  const part = position - row;
  return factor * ((1 - part) * columns[row] + part * columns[row + 1]) + (factor - 1) / 2;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
}
