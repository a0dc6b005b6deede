import { openWasm } from '@rubato/backend-wasm';
import { isUnavailable } from '@rubato/core';
import type { Backend } from '@rubato/core';
import { version_cpu } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
// It registers gradients, which tfjs-core alone does not have.
import * as layers from '@tensorflow/tfjs-layers';
import { startWasm } from '../../../src/network/start-wasm.ts';

if (version_cpu !== tf.version_core) throw new Error('the parts of tfjs are of different versions');
await startWasm();

const opened = await openWasm();
if (isUnavailable(opened)) throw new Error(opened.reason);

/** What computes alignments. */
export const backend: Backend = opened;

export { layers, tf };
