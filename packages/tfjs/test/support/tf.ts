import { version_cpu } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
// It registers gradients, which tfjs-core alone does not have.
import * as layers from '@tensorflow/tfjs-layers';

if (version_cpu !== tf.version_core) throw new Error('the parts of tfjs are of different versions');

export { layers, tf };
