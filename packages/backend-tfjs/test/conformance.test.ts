import { readFileSync, writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { renderSupportTable, supportTable } from '@rubato/conformance';
import { describeBackend } from '@rubato/conformance/vitest';
import { beforeAll, expect, it } from 'vitest';
import { tfjsProvider } from '../src/index.ts';
import { withBackend } from './support/backend.ts';
import { useCpu } from './support/cpu.ts';
import { supported } from './support/supported.ts';

beforeAll(useCpu);

const liveResources = (): number => tf.memory().numTensors;

// A solve costs by its fronts, not by its items: many items a run.
describeBackend(tfjsProvider, { runs: 30, required: true, problems: { batch: [16, 16] }, liveResources, mustSupport: supported });

it('computes on cpu', () => {
  expect(tf.getBackend()).toBe('cpu');
});

it('supports what the committed table says (UPDATE_SUPPORT=1 writes it anew)', () =>
  withBackend({}, (backend) => {
    const file = new URL('support.txt', import.meta.url);
    const table = renderSupportTable(supportTable(backend));
    if (process.env['UPDATE_SUPPORT'] === '1') writeFileSync(file, table);
    expect(table).toBe(readFileSync(file, 'utf8'));
  }));
