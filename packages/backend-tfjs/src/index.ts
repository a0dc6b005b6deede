/** `@rubato/backend-tfjs`: alignment as tensor operations, on every backend that TensorFlow.js has. */
export { openTfjs, tfjsProvider } from './provider.ts';
export type { OpenedTfjs, TfjsOptions } from './provider.ts';
export type { Tfjs } from './tfjs.ts';
