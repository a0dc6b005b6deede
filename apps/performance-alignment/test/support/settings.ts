import type { WarpSettings } from '../../src/alignment/warp-problem.ts';
import type { Experiment } from '../../src/experiment.ts';
import { smallData } from './small-data.ts';
import { backend } from './tensors.ts';

export const warp: WarpSettings = { lambda: 0.1, slopes: { lower: 0.2, upper: 5 }, signalLoss: 'squared', solver: {} };

/** An experiment that is over in a second or two. */
export const smallExperiment: Experiment = {
  dataSets: [smallData()],
  methods: ['DecDTW'],
  architecture: 'residual',
  units: 4,
  training: { epochs: 2, batchSize: 2, clipNorm: 1, seed: 1 },
  lambdas: [0.03, 0.3],
  learningRates: [0.003],
  losses: { temperature: 1, dilate: { alpha: 0, temperature: 0.1 }, warpLoss: 'absolute', alongTruth: 0 },
  warp: { slopes: warp.slopes, signalLoss: 'squared', solver: {} },
  resume: false,
  backend,
  tensorBackend: 'wasm',
};
