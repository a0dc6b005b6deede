import { openWasm } from '@rubato/backend-wasm';
import { InvalidArgumentError, isUnavailable, UnavailableBackendError } from '@rubato/core';
import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import { enableProdMode, setBackend } from '@tensorflow/tfjs-core';
import { embeddedData, embeddedSizes } from '../data/embedded.ts';
import type { DataSet, Example } from '../data/example.ts';
import type { Experiment } from '../experiment.ts';
import { startWasm } from '../network/start-wasm.ts';
import { themeNetwork } from '../network/theme-network.ts';
import { readThemes } from '../shared-data/read-themes.ts';
import type { ThemeRole } from '../shared-data/theme.ts';
import { BINS, HARMONICS } from '../shared-data/theme.ts';
import { smallNetwork } from '../small-network/small-network.ts';
import type { CommandOptions } from './options.ts';

/** The synthesised themes are always the same; `--seed` is of the training. */
const DATA_SEED = 1;

/** The experiment that options ask for; tfjs's backend is set. */
export async function setUp(options: CommandOptions): Promise<Experiment> {
  await startTensors(options.backend);
  const backend = await openWasm();
  if (isUnavailable(backend)) throw new UnavailableBackendError('wasm', backend.reason);
  const { configurations, checkpoints, resume, seed } = options;
  const common = { configurations, resume, backend, tensorBackend: options.backend, ...(checkpoints === undefined ? {} : { checkpoints }) };
  if (options.network === 'full') {
    return {
      ...common,
      data: sharedData(options.data!),
      networkName: 'full',
      createNetwork: () => themeNetwork({ seed }),
      seconds: options.seconds ?? Infinity,
      // As the paper has it, but for batches of one instead of eight: there are three themes to train on.
      settings: { seed, epochs: options.epochs ?? 100, batchSize: 1, learningRate: 0.001, patience: 5, stopAfter: 10 },
    };
  }
  const data = embeddedData(DATA_SEED, { ...embeddedSizes, training: options.themes ?? embeddedSizes.training });
  return {
    ...common,
    data,
    networkName: 'small',
    createNetwork: () => smallNetwork(data.frameShape, seed),
    seconds: options.seconds ?? 120,
    settings: { seed, epochs: options.epochs ?? 20, batchSize: 4, learningRate: 0.01, patience: 3, stopAfter: 8 },
  };
}

async function startTensors(backend: 'wasm' | 'cpu'): Promise<void> {
  if (backend === 'wasm') {
    // The matrices are small; more threads gain nothing.
    setThreadsCount(1);
    await startWasm();
    return;
  }
  // Keeps tfjs-cpu from advertising another package.
  enableProdMode();
  await import('@tensorflow/tfjs-backend-cpu');
  await setBackend('cpu');
}

/** The shared themes in the roles that they had in the published training. */
function sharedData(folder: string): DataSet {
  const themes = readThemes(folder);
  const inRole = (wanted: ThemeRole): Example[] => {
    const found = themes.filter(({ role }) => role === wanted).map(({ hcqt, ...theme }) => ({ ...theme, inputs: hcqt }));
    if (found.length === 0)
      throw new InvalidArgumentError({ argument: '--data', found: `${folder}, without a theme to ${wanted}`, expected: 'one at least' });
    return found;
  };
  return {
    name: 'shared themes',
    frameShape: [BINS, HARMONICS],
    framesPerSecond: 22050 / 896,
    training: inRole('train'),
    validation: inRole('validation'),
    test: inRole('test'),
  };
}
