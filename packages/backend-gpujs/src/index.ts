/** `@rubato/backend-gpujs`: alignment as kernels of gpu.js, on WebGL2, WebAssembly or plain JavaScript. */
export { gpujsProvider, openGpujs } from './provider.ts';
export type { GpujsOptions, OpenedGpujs } from './provider.ts';
export type { GpujsMode } from './device/mode.ts';
export type { GpujsSolution } from './gpujs-backend.ts';
