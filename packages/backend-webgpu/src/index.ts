/** `@rubato/backend-webgpu`: a backend for Rubato. */
export { webgpuProvider } from './provider.ts';
