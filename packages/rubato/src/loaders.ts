import type { BackendProvider } from '@rubato/core';

/** Loads a backend's package when it is asked for. */
export type Loader = () => Promise<BackendProvider>;

/** The backends that this library knows by name, one line each. */
export const loaders: Readonly<Record<string, Loader>> = {
  cpu: async () => (await import('@rubato/backend-cpu')).cpuProvider,
  wasm: async () => (await import('@rubato/backend-wasm')).wasmProvider,
  webgpu: async () => (await import('@rubato/backend-webgpu')).webGpuProvider,
  reference: async () => (await import('@rubato/core')).referenceProvider,
};
