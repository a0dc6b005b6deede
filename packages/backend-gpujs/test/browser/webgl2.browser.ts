import { describeBackend } from '@rubato/conformance/vitest';
import { expect, it } from 'vitest';
import { gpujsProvider } from '../../src/index.ts';
import { withBackend } from '../support/backend.ts';
import { supported } from '../support/supported.ts';

it('computes on WebGL2 by default', () =>
  withBackend({}, ({ mode }) => {
    expect(mode).toBe('webgl2');
  }));

// Each solve starts many kernels, which is what is dear here: few runs. In Node all laws are checked on many; here it matters that the
// device computes the same.
describeBackend(gpujsProvider, {
  runs: 4,
  required: true,
  problems: { batch: [16, 16] },
  mustSupport: supported,
});
