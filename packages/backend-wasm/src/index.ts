/** `@rubato/backend-wasm`: WebAssembly kernels, at native speed, in Node, browsers and workers. */
export type { OpenedWasm, WasmOpenOptions } from './provider.ts';
export { openWasm, wasmProvider } from './provider.ts';
