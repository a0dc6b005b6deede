import { readFileSync, writeFileSync } from 'node:fs';
import { renderSupportTable, supportTable } from '@rubato/conformance';
import { describe, expect, it } from 'vitest';
import { absent, withBackend } from './support/backend.ts';

describe.skipIf(absent !== undefined)('the committed support table', () => {
  const file = new URL('support.txt', import.meta.url);

  it('is what the backend supports now (UPDATE_SUPPORT=1 writes it anew)', () =>
    withBackend({}, async (backend) => {
      const table = renderSupportTable(supportTable(backend));
      if (process.env['UPDATE_SUPPORT'] === '1') writeFileSync(file, table);
      expect(table).toBe(readFileSync(file, 'utf8'));
    }));
});
