import { InvalidArgumentError } from '@rubato/core';
import * as layers from '@tensorflow/tfjs-layers';
import { PITCH_CLASSES } from '../shared-data/theme.ts';
import { FoldOctaves } from './fold-octaves.ts';

/** The most parameters that the network may have. */
const MOST_PARAMETERS = 5000;

const FEATURES = 20;
const COMBINATIONS = 12;
const BLANK_FEATURES = 8;

/**
 * A network of the published kind in small: [B, N, F, C] to logits [B, N, 12 + 1], the last one the blank's.
 *
 * Every pitch is looked at alike: its C numbers make 20 features, those 12, those a score; scores of pitches an octave apart are summed as
 * probabilities. The blank's logit comes from the scores of all pitches. All layers are matrix products, which tfjs-wasm can derive.
 *
 * @param frameShape F pitch bins, a multiple of 12, and C numbers of each
 * @param seed of the initial weights
 * @throws InvalidArgumentError for bins that are no octaves, and for more than 5,000 parameters
 */
export function smallNetwork([bins, channels]: readonly [number, number], seed: number): layers.LayersModel {
  if (bins % PITCH_CLASSES !== 0) {
    throw new InvalidArgumentError({ argument: 'frameShape', index: [0], found: `${bins}`, expected: 'whole octaves of 12 bins' });
  }
  let layer = 0;
  const dense = (name: string, units: number, activation: 'relu' | 'linear'): layers.layers.Layer =>
    layers.layers.dense({ name, units, activation, kernelInitializer: layers.initializers.heNormal({ seed: 1000 * seed + layer++ }) });
  const input = layers.input({ shape: [null, bins, channels], name: 'spectrum' });
  const features = dense('features', FEATURES, 'relu').apply(input);
  const combinations = dense('combinations', COMBINATIONS, 'relu').apply(features);
  const scores = dense('scores', 1, 'linear').apply(combinations);
  const folded = new FoldOctaves().apply(scores) as layers.SymbolicTensor;
  const flat = layers.layers.reshape({ targetShape: [null, bins] }).apply(scores);
  const blankFeatures = dense('blankFeatures', BLANK_FEATURES, 'relu').apply(flat);
  const blank = dense('blank', 1, 'linear').apply(blankFeatures) as layers.SymbolicTensor;
  const logits = layers.layers.concatenate({ axis: -1, name: 'logits' }).apply([folded, blank]) as layers.SymbolicTensor;
  const model = layers.model({ inputs: input, outputs: logits, name: 'smallNetwork' });
  if (model.countParams() > MOST_PARAMETERS) {
    const found = `[${bins}, ${channels}], which makes ${model.countParams()} parameters`;
    throw new InvalidArgumentError({ argument: 'frameShape', found, expected: `one that makes ${MOST_PARAMETERS} at most` });
  }
  return model;
}
