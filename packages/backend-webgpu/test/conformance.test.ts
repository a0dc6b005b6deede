import { readFileSync, writeFileSync } from 'node:fs';
import { renderSupportTable, supportTable } from '@rubato/conformance';
import { describeBackend } from '@rubato/conformance/vitest';
import { describe, expect, it } from 'vitest';
import { live } from '../src/device/buffers.ts';
import { webGpuProvider } from '../src/index.ts';
import { open } from './device/support/on-device.ts';
import { absent, withBackend } from './support/backend.ts';
import { supported } from './support/supported.ts';

const options = { liveResources: () => live.buffers, mustSupport: supported };

/** One device for all backends, so that kernels are compiled once. */
const onShared = absent === undefined ? { open: { device: (await open()).device } } : {};

// Some 1,000 items a law, 64 to a batch: what is dear here is a new structure, whose kernels must be compiled, not an item.
describeBackend(webGpuProvider, { ...options, ...onShared, runs: 16, problems: { batch: [64, 64] } });

// A few larger items leave most of the bytes to arrays that checkpoints save.
describeBackend(webGpuProvider, {
  ...options,
  runs: 12,
  problems: {
    batch: [1, 2],
    rows: [16, 24],
    columns: [12, 24],
    minimums: ['sparsemin'],
    steps: ['dtw', 'twoOne'],
    costKinds: ['dense', 'gathered'],
  },
  ...onShared,
  laws: ['same bits however opened'],
  mustCheckpoint: true,
});

describe.skipIf(absent !== undefined)('the committed support table', () => {
  const file = new URL('support.txt', import.meta.url);

  it('is what the backend supports now (UPDATE_SUPPORT=1 writes it anew)', () =>
    withBackend({}, async (backend) => {
      const table = renderSupportTable(supportTable(backend));
      if (process.env['UPDATE_SUPPORT'] === '1') writeFileSync(file, table);
      expect(table).toBe(readFileSync(file, 'utf8'));
    }));
});
