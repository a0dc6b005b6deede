import { describeBackend } from '@rubato/conformance/vitest';
import { webGpuProvider } from '../src/index.ts';
import { live } from '../src/device/buffers.ts';

/** Runs of 64 items each: some 1,000 items a law. What is dear here is a new structure, not an item. */
const RUNS = 16;

describeBackend(webGpuProvider, {
  runs: RUNS,
  problems: { batch: [64, 64] },
  mustCheckpoint: true,
  liveResources: () => live.buffers,
});
