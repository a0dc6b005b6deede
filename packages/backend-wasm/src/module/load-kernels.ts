import type { EmbeddedKernels } from './load-module.ts';
import { loadModule } from './load-module.ts';

/** Compiles the kernels, the fused ones where relaxed SIMD is asked for. */
export async function loadKernels(fused: boolean, shared: boolean): Promise<WebAssembly.Module> {
  const embedded: EmbeddedKernels = fused ? await import('../generated/fused-kernels.ts') : await import('../generated/kernels.ts');
  return loadModule(embedded, shared);
}
