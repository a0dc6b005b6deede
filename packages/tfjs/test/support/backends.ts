import { openCpu } from '@rubato/backend-cpu';
import { openWasm } from '@rubato/backend-wasm';
import { isUnavailable } from '@rubato/core';
import type { Backend } from '@rubato/core';

const wasm = await openWasm();
if (isUnavailable(wasm)) throw new Error(wasm.reason);

/** What the losses are tested with. */
export const backends: readonly (readonly [name: string, backend: Backend])[] = [
  ['cpu', openCpu()],
  ['wasm', wasm],
];
