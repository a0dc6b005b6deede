/** `@rubato/backend-webgpu`: the whole alignment on the GPU, in browsers and in Node. */
export type { OpenedWebGpu } from './provider.ts';
export { openWebGpu, webGpuProvider } from './provider.ts';
