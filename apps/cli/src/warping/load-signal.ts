import { AudioFormatError, extractFeatures, type FeatureRequest, readWav } from '@rubato/audio';
import { MemoryLimitError } from '@rubato/core';
import { createSignal, type Signal, type SignalInterpolation } from '@rubato/gdtw';
import type { Environment } from '../environment.ts';
import { FailureError, inCommandLineWords, UsageError } from '../errors.ts';
import { checkBytes } from '../files/check-bytes.ts';
import { loadFeatures, type TimeAxis } from '../files/load-features.ts';
import { formatBytes, formatNumber } from '../formats/quantities.ts';
import type { Progress } from '../progress.ts';

/** The features of recordings, by their names. */
export const featureNames = ['chroma', 'mel', 'constant-q'] as const;
export type FeatureName = (typeof featureNames)[number];

/** How files become signals. */
export interface SignalChoice {
  readonly axis: TimeAxis;
  /** Frames a second of arrays; undefined where times are counted in frames. */
  readonly rate?: number;
  readonly features: FeatureName;
  /** Seconds from one frame of a recording to the next. */
  readonly hop: number;
  readonly interpolation: SignalInterpolation;
  readonly maxBytes?: number;
}

/** A file as a signal. */
export interface LoadedSignal {
  /** The file, for messages. */
  readonly name: string;
  readonly signal: Signal;
  /** What its times are in. */
  readonly unit: 's' | 'frames';
}

/**
 * Reads features of any format, or a recording (.wav), of which features are computed.
 *
 * @throws UsageError that begins with the file
 */
export async function loadSignal(file: string, choice: SignalChoice, environment: Environment, progress: Progress): Promise<LoadedSignal> {
  return /\.wav$/i.test(file) ? fromRecording(file, choice, environment, progress) : fromArray(file, choice, environment);
}

async function fromArray(file: string, choice: SignalChoice, environment: Environment): Promise<LoadedSignal> {
  const { axis, rate, interpolation, maxBytes } = choice;
  const { data, frames, dimension } = await loadFeatures(file, axis, environment, maxBytes);
  // The signal has numbers of its own, and their times twice.
  checkBytes(`reading ${file} needs`, data.byteLength + 8 * frames * (dimension + 2), maxBytes);
  const times = Float64Array.from({ length: frames }, (_, n) => n / (rate ?? 1));
  return {
    name: file,
    signal: signalOf(file, data, { times, channels: dimension, interpolation, ...(rate === undefined ? {} : { rate }) }),
    unit: rate === undefined ? 'frames' : 's',
  };
}

async function fromRecording(file: string, choice: SignalChoice, environment: Environment, progress: Progress): Promise<LoadedSignal> {
  const { features, hop, interpolation, maxBytes } = choice;
  const limits = maxBytes === undefined ? {} : { maxBytes };
  const bytes = await environment.files.read(file, maxBytes);
  const { samples, sampleRate } = readRecording(file, () => readWav(bytes, limits));
  const hopLength = hopOf(file, hop, samples.length, sampleRate);
  const work = { signal: environment.signal, onProgress: progress.onProgress };
  const request = requestOf(features, { sampleRate, hopLength, ...limits });
  const { data, bins, times } = await withinMemory(`${file} at --hop ${hop}`, () => extractFeatures(samples, request, work));
  return { name: file, signal: signalOf(file, data, { times, channels: bins, interpolation }), unit: 's' };
}

/** Samples from frame to frame. */
function hopOf(file: string, hop: number, samples: number, sampleRate: number): number {
  const right = `a hop from one sample to the whole, ${formatNumber(1 / sampleRate)} to ${formatNumber(samples / sampleRate)} s`;
  if (!(hop * sampleRate >= 1 && hop * sampleRate <= samples)) throw new UsageError(`--hop is ${hop}; ${file} needs ${right}`);
  return Math.round(hop * sampleRate);
}

async function withinMemory<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MemoryLimitError)) throw error;
    const { bytesNeeded, maximumBytes } = error;
    const message = `${what} needs ${formatBytes(bytesNeeded)}, more than the ${formatBytes(maximumBytes)} allowed`;
    throw new FailureError(`${message}; raise --max-bytes or take a longer --hop`, { cause: error });
  }
}

function requestOf(features: FeatureName, frames: { readonly sampleRate: number; readonly hopLength: number }): FeatureRequest {
  switch (features) {
    case 'chroma':
      return { feature: 'chroma', ...frames };
    case 'mel':
      return { feature: 'mel-spectrum', ...frames };
    case 'constant-q':
      return { feature: 'constant-q-spectrum', ...frames };
  }
}

function signalOf(
  file: string,
  values: ArrayLike<number>,
  { rate, ...options }: Parameters<typeof createSignal>[1] & { readonly channels: number; readonly rate?: number },
): Signal {
  if (values.length < 2 * options.channels) throw new UsageError(`${file} has one frame; a warp needs two and more`);
  const place = ([n, c]: readonly number[]): string => (n === undefined ? file : `${file}: frame ${n}, feature ${c}`);
  const timed = ([n]: readonly number[]): string => `--rate ${rate}: the time of frame ${n} of ${file}`;
  return inCommandLineWords({ values: place, 'options.times': timed }, () => createSignal(values, options));
}

function readRecording<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof AudioFormatError ? new UsageError(`${file}: ${error.message}`, { cause: error }) : error;
  }
}
