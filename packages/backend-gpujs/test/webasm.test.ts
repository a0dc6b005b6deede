import { describeBackend } from '@rubato/conformance/vitest';
import { expect, it } from 'vitest';
import { gpujsProvider } from '../src/index.ts';
import type { GpujsOptions } from '../src/index.ts';
import { withBackend } from './support/backend.ts';
import { supported } from './support/supported.ts';

const open: GpujsOptions = { mode: 'webasm' };

it('computes in WebAssembly', () =>
  withBackend(open, ({ mode, description }) => {
    expect(mode).toBe('webasm');
    expect(description).toBe('gpu.js, mode webasm');
  }));

// gpu.js makes a module for every kernel and size: few shapes.
describeBackend(gpujsProvider, {
  runs: 10,
  open,
  problems: { batch: [16, 16], rows: [5, 6], columns: [5, 6] },
  mustSupport: supported,
});
