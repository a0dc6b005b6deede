import { readFileSync, writeFileSync } from 'node:fs';
import { cpuProvider, openCpu } from '@rubato/backend-cpu';
import { renderSupportTable, supportTable } from '@rubato/conformance';
import { describeBackend } from '@rubato/conformance/vitest';
import { describe, expect, it } from 'vitest';

describeBackend(cpuProvider, { mustCheckpoint: true });

describe('the committed support table', () => {
  const file = new URL('support.txt', import.meta.url);

  it('is what the backend supports now (UPDATE_SUPPORT=1 writes it anew)', () => {
    const table = renderSupportTable(supportTable(openCpu()));
    if (process.env['UPDATE_SUPPORT'] === '1') writeFileSync(file, table);
    expect(table).toBe(readFileSync(file, 'utf8'));
  });
});
