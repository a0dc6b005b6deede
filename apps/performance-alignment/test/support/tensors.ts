import type { OpenedWasm } from '@rubato/backend-wasm';
import { openWasm } from '@rubato/backend-wasm';
import { isUnavailable } from '@rubato/core';
import { startTensors } from '../../src/network/start-tensors.ts';

await startTensors('wasm');

const opened = await openWasm();
if (isUnavailable(opened)) throw new Error(opened.reason);

/** What computes alignments. */
export const backend: OpenedWasm = opened;
