import { readFileSync, writeFileSync } from 'node:fs';
import { renderSupportTable, supportTable } from '@rubato/conformance';
import { describeBackend } from '@rubato/conformance/vitest';
import { isUnavailable } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { wasmProvider } from '../src/index.ts';
import { live } from '../src/live.ts';
import { supported } from './support/supported.ts';

describeBackend(wasmProvider, {
  required: true,
  mustSupport: supported,
  mustCheckpoint: true,
  variants: [{ threads: 2 }],
  liveResources: () => live.workers,
});

describe('the committed support table', () => {
  const file = new URL('support.txt', import.meta.url);

  it('is what the backend supports now (UPDATE_SUPPORT=1 writes it anew)', async () => {
    const backend = await wasmProvider.open();
    if (isUnavailable(backend)) throw new Error(backend.reason);
    const table = renderSupportTable(supportTable(backend));
    await backend.dispose();
    if (process.env['UPDATE_SUPPORT'] === '1') writeFileSync(file, table);
    expect(table).toBe(readFileSync(file, 'utf8'));
  });
});
