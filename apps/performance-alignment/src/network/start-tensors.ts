import { UnavailableBackendError } from '@rubato/core';
import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import { enableProdMode, ready, setBackend } from '@tensorflow/tfjs-core';
// Importing it registers the gradients of tfjs's operations, which tfjs-core alone does not have.
import { version_layers } from '@tensorflow/tfjs-layers';

/** What tfjs computes with. */
export type TensorBackend = 'wasm' | 'cpu';

/**
 * Makes tfjs compute with tfjs-wasm, or with tfjs-cpu.
 *
 * @throws UnavailableBackendError where it does not start
 */
export async function startTensors(name: TensorBackend): Promise<void> {
  // Keeps tfjs-cpu from advertising another package.
  enableProdMode();
  if (name === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  // The matrices are small; more threads gain nothing.
  else setThreadsCount(1);
  const isOpen = await setBackend(name);
  if (!isOpen) throw new UnavailableBackendError(`tfjs-${name}`, `it did not start, beside the layers of ${version_layers}`);
  await ready();
}
