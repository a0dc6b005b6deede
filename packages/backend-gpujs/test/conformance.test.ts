import { readFileSync, writeFileSync } from 'node:fs';
import { renderSupportTable, supportTable } from '@rubato/conformance';
import { describeBackend } from '@rubato/conformance/vitest';
import { expect, it } from 'vitest';
import { gpujsProvider } from '../src/index.ts';
import { withBackend } from './support/backend.ts';
import { supported } from './support/supported.ts';

// In Node gpu.js computes in its cpu mode. A solve costs by its fronts, not by its items: many items a run.
describeBackend(gpujsProvider, { runs: 30, problems: { batch: [16, 16] }, mustSupport: supported });

it('supports what the committed table says (UPDATE_SUPPORT=1 writes it anew)', () =>
  withBackend({}, (backend) => {
    const file = new URL('support.txt', import.meta.url);
    const table = renderSupportTable(supportTable(backend));
    if (process.env['UPDATE_SUPPORT'] === '1') writeFileSync(file, table);
    expect(table).toBe(readFileSync(file, 'utf8'));
  }));
