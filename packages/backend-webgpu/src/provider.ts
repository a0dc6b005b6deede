import type { BackendProvider, OpenOptions } from '@rubato/core';
import { WebgpuBackend } from './webgpu-backend.ts';

/** Opens the backend. On a machine without the device it needs, `open` answers an `Unavailable` with the reason. */
export const webgpuProvider: BackendProvider = Object.freeze({
  name: 'webgpu',
  open: (options: OpenOptions = {}) => Promise.resolve(new WebgpuBackend(options)),
});
