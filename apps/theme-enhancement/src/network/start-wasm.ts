import { UnavailableBackendError } from '@rubato/core';
// Importing it is what makes tfjs know it.
import { version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { Conv2DBackpropInput, getKernel, ready, registerKernel, setBackend, unregisterKernel } from '@tensorflow/tfjs-core';
import { wasmFilterGradient } from './wasm-filter-gradient.ts';
import { wasmInputGradient } from './wasm-input-gradient.ts';

let hasGradients = false;

/**
 * Teaches tfjs-wasm the gradients of convolutions: by the filter, for which it has no kernel, and by the input, for which it has a
 * slow one. Once is enough, more do no harm.
 *
 * @throws UnavailableBackendError where tfjs-wasm is not the tfjs-wasm that this was written for
 */
export function registerWasmGradients(): void {
  if (hasGradients) return;
  const builtIn = getKernel(Conv2DBackpropInput, 'wasm');
  if (builtIn === undefined) throw new UnavailableBackendError('tfjs-wasm', `version ${version_wasm} has no ${Conv2DBackpropInput}`);
  unregisterKernel(Conv2DBackpropInput, 'wasm');
  registerKernel(wasmInputGradient(builtIn));
  registerKernel(wasmFilterGradient);
  hasGradients = true;
}

/**
 * Makes tfjs compute with tfjs-wasm, networks' gradients included.
 *
 * @throws UnavailableBackendError where it does not start
 */
export async function startWasm(): Promise<void> {
  registerWasmGradients();
  const isOpen = await setBackend('wasm');
  if (!isOpen) throw new UnavailableBackendError('tfjs-wasm', 'it did not start');
  await ready();
}
