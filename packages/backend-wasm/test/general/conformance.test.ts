import { describeBackend } from '@rubato/conformance/vitest';
import { supported } from '../support/supported.ts';
import { generalProvider } from './support/general-backend.ts';

describeBackend(generalProvider, { mustCheckpoint: true, mustSupport: supported });

// Large enough for strips of eight rows, and for more than one of them.
describeBackend(
  { ...generalProvider, name: 'wasm-general, larger' },
  {
    runs: 300,
    mustCheckpoint: true,
    mustSupport: supported,
    problems: { rows: [9, 40], columns: [1, 40], minimums: ['softmin', 'hardmin'] },
    laws: ['reference answer', 'same bits however opened', 'inert padding'],
  },
);
