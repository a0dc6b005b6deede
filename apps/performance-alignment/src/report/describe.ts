import type { DataSet, Slice } from '../data/slice.ts';
import { FRAMES_PER_SECOND } from '../data/slice.ts';
import type { Experiment } from '../experiment.ts';
import { Extractor } from '../network/extractor.ts';

/** What is done, in lines. */
export function describe(experiment: Experiment): string {
  const { dataSets, architecture, units, training, losses, learningRates, tensorBackend, warp } = experiment;
  const [data] = dataSets;
  const { frames } = data.training[0];
  const sizes = dataSets.map(({ feature, training: [{ dimension }] }) => {
    const extractor = new Extractor({ dimension, units, architecture, seed: training.seed });
    const text = `${feature} (${dimension} numbers a frame, ${extractor.size} parameters)`;
    extractor.dispose();
    return text;
  });
  return [
    'Performance alignment: where in a performance is each moment of its score?',
    `  data      ${data.name}: ${count(data, 'training')} to train on, ${count(data, 'validation')} to validate, ${count(data, 'test')} to test`,
    `  slices    ${frames} frames, ${(frames / FRAMES_PER_SECOND).toFixed(1)} s; the truth leads straight from beat to beat`,
    `  features  ${sizes.join(', ')}`,
    `  network   bidirectional gated recurrent unit, ${units} units each way, ${architecture}, on tfjs-${tensorBackend}`,
    `  training  Adam, batches of ${training.batchSize}, rate ${learningRates.join(' or ')}, ${training.epochs} epochs, seed ${training.seed}`,
    `  losses    DecDTW ${losses.warpLoss}, soft-DTW γ ${losses.temperature}, DILATE α ${losses.dilate.alpha}, γ ${losses.dilate.temperature}`,
    `  warps     ${warp.signalLoss} distances, slopes ${warp.slopes.lower} to ${warp.slopes.upper}, λ by validation`,
  ].join('\n');
}

function count(data: DataSet, part: 'training' | 'validation' | 'test'): string {
  const slices: readonly Slice[] = data[part];
  return `${slices.length} slices of ${new Set(slices.map(({ piece }) => piece)).size} pieces`;
}
