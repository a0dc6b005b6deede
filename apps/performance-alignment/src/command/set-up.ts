import { openWasm } from '@rubato/backend-wasm';
import { isUnavailable, UnavailableBackendError } from '@rubato/core';
import { composePieces } from '../data/compose.ts';
import { readAsap } from '../data/read-asap.ts';
import type { DataSet } from '../data/slice.ts';
import type { Experiment } from '../experiment.ts';
import { featureCache } from '../features/feature-cache.ts';
import { featureKinds } from '../features/feature-kind.ts';
import { makeData } from '../features/make-data.ts';
import { startTensors } from '../network/start-tensors.ts';
import type { CommandOptions } from './options.ts';

/** How much is done where the command line does not say. */
interface Size {
  readonly slices: number;
  readonly epochs: number;
  readonly learningRates: readonly number[];
}

const EMBEDDED: Size = { slices: 24, epochs: 8, learningRates: [0.0003] };
const SHARED: Size = { slices: 160, epochs: 5, learningRates: [0.001, 0.003] };
const FULL: Size = { slices: Number.MAX_SAFE_INTEGER, epochs: 20, learningRates: [0.0001, 0.0003, 0.001, 0.003] };

/** The embedded pieces are always the same; `--seed` is of everything else. */
const PIECES = { seed: 1, count: 12, beats: 96 };

const BATCH_SIZE = 4;

const sizeOf = ({ full, data }: CommandOptions): Size => (full ? FULL : data === undefined ? EMBEDDED : SHARED);

/** The data that options ask for, rendered and described by features. */
export async function makeDataSets(
  options: CommandOptions,
  hooks: { readonly signal: AbortSignal; readonly onProgress: (part: number) => void },
): Promise<DataSet[]> {
  const { data, full, frames, compression, seed, cache } = options;
  const training = options.slices ?? sizeOf(options).slices;
  const pieces = data === undefined ? composePieces(PIECES.seed, PIECES.count, PIECES.beats) : readAsap(data);
  return makeData(
    pieces,
    {
      name: data === undefined ? 'embedded pieces' : 'Well-Tempered Clavier of ASAP',
      kinds: options.features ?? (full ? featureKinds : ['Chroma']),
      frames,
      sizes: { training, validation: Math.ceil(training / (full ? 1 : 4)), test: Math.ceil(training / (full ? 1 : 2)) },
      compression,
      seed,
      ...(cache === undefined ? {} : { cache: featureCache(cache) }),
    },
    hooks,
  );
}

/** The experiment that options ask for, on data; tfjs's backend is set. */
export async function setUp(options: CommandOptions, dataSets: readonly DataSet[]): Promise<Experiment> {
  await startTensors(options.backend);
  const backend = await openWasm();
  if (isUnavailable(backend)) throw new UnavailableBackendError('wasm', backend.reason);
  const { methods, architecture, units, seed, lambdas, warpLoss, alongTruth, signalLoss, checkpoints, resume } = options;
  const size = sizeOf(options);
  return {
    dataSets,
    methods,
    architecture,
    units,
    training: { epochs: options.epochs ?? size.epochs, batchSize: BATCH_SIZE, clipNorm: 1, seed },
    lambdas,
    learningRates: options.learningRates ?? size.learningRates,
    losses: { temperature: 1, dilate: { alpha: 0, temperature: 0.1 }, warpLoss, alongTruth },
    warp: { slopes: { lower: 0.2, upper: 5 }, signalLoss, solver: { passes: 3 } },
    ...(checkpoints === undefined ? {} : { checkpoints }),
    resume,
    backend,
    tensorBackend: options.backend,
  };
}
