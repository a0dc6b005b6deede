import { describeBackend } from '@rubato/conformance/vitest';
import { live } from '../src/device/buffers.ts';
import { webGpuProvider } from '../src/index.ts';

const options = { liveResources: () => live.buffers };

// Some 1,000 items a law, 64 to a batch: what is dear here is a new structure, whose kernels must be compiled, not an item.
describeBackend(webGpuProvider, { ...options, runs: 16, problems: { batch: [64, 64] } });

// Few items leave most of the bytes to arrays that checkpoints save.
describeBackend(webGpuProvider, { ...options, runs: 40, laws: ['same bits however opened'], mustCheckpoint: true });
