import type { Backend } from '@rubato/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ctcLoss } from '../../src/index.ts';
import { classes } from './handwriting.ts';
import { layers, tf } from './tf.ts';

/** A small network that reads handwriting of any length, always with the same weights in the beginning. */
export function createReader(backend: Backend): LayersModel {
  const kernelInitializer = (seed: number) => layers.initializers.glorotUniform({ seed });
  const model = layers.sequential();
  const window = { filters: 16, kernelSize: 7, padding: 'same', activation: 'tanh' } as const;
  model.add(layers.layers.conv1d({ ...window, inputShape: [null, 2], kernelInitializer: kernelInitializer(1) }));
  model.add(layers.layers.dense({ units: classes, kernelInitializer: kernelInitializer(2) }));
  model.compile({ optimizer: tf.train.adam(0.02), loss: (targets, predictions) => ctcLoss(targets, predictions, { backend }) });
  return model;
}
