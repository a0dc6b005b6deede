import { isUnavailable } from '@rubato/core';
import type { OpenedWasm, WasmOpenOptions } from '../../src/index.ts';
import { openWasm } from '../../src/index.ts';

/** Opens the backend; a machine without WebAssembly fails the test. */
export async function open(options?: WasmOpenOptions): Promise<OpenedWasm> {
  const backend = await openWasm(options);
  if (isUnavailable(backend)) throw new Error(backend.reason);
  return backend;
}
