import { describeBackend } from '@rubato/conformance/vitest';
import { live } from '../../src/device/buffers.ts';
import { webGpuProvider } from '../../src/index.ts';
import { supported } from '../support/supported.ts';

/** Fewer runs than in Node, where all of them are made: here it matters that the browser computes the same. */
const RUNS = 3;

describeBackend(webGpuProvider, {
  runs: RUNS,
  required: true,
  problems: { batch: [64, 64] },
  mustSupport: supported,
  liveResources: () => live.buffers,
});
