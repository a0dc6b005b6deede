import { describeBackend } from '@rubato/conformance/vitest';
import { describe, expect, it } from 'vitest';
import { wasmProvider } from '../../src/index.ts';
import { live } from '../../src/live.ts';
import { open } from '../support/open.ts';
import { supported } from '../support/supported.ts';

/** Fewer runs than in Node, where all of them are made: here it matters that the browser computes the same. */
const RUNS = 200;

describeBackend(wasmProvider, {
  runs: RUNS,
  required: true,
  mustSupport: supported,
  mustCheckpoint: true,
  variants: [{ threads: 2 }],
  liveResources: () => live.workers,
});

describe('threads in a page', () => {
  it('are there where the page is cross-origin isolated, and one otherwise', async () => {
    const backend = await open({ threads: 2 });
    expect(backend.threads).toBe(globalThis.crossOriginIsolated ? 2 : 1);
    await backend.dispose();
    expect(live.workers).toBe(0);
  });
});
