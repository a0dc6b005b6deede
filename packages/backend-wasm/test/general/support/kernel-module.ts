import * as embedded from '../../../src/generated/kernels.ts';
import { loadModule } from '../../../src/module/load-module.ts';

/** The kernels, for memories of one thread. */
export const kernelModule: WebAssembly.Module = await loadModule(embedded, false);
