import { version_cpu } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { version_layers } from '@tensorflow/tfjs-layers';

// Imported for what they do: the one registers a backend, the other the gradients, which tfjs-core alone does not have.
if (version_cpu !== tf.version_core || version_layers !== tf.version_core) throw new Error('the parts of tfjs are of different versions');

export { tf };
