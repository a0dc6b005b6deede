import { describeBackend } from '@rubato/conformance/vitest';
import { expect, it } from 'vitest';
import { gpujsProvider } from '../../src/index.ts';
import { withBackend } from '../support/backend.ts';
import { countObjects, total } from '../support/count-objects.ts';
import { everything, plainProblem } from '../support/problems.ts';
import { supported } from '../support/supported.ts';

const counts = countObjects();

it('computes on WebGL2 by default', () =>
  withBackend({}, ({ mode }) => {
    expect(mode).toBe('webgl2');
  }));

it('leaves no texture behind after a solve, and nothing after dispose', async () => {
  const before = counts();
  await withBackend({}, async (backend) => {
    await backend.solve(plainProblem(2, 5, 4), everything(2, 5, 4));
    const after = counts();
    for (let round = 0; round < 5; round++) {
      await backend.solve(plainProblem(2, 4, 5), everything(2, 4, 5));
      await backend.solve(plainProblem(2, 5, 4), everything(2, 5, 4));
      expect(counts()).toEqual(after);
    }
  });
  expect(counts()).toEqual(before);
});

// Opening the backend compiles its kernels, which is what is dear here.
describeBackend(gpujsProvider, {
  runs: 30,
  required: true,
  problems: { batch: [4, 4] },
  mustSupport: supported,
  liveResources: () => total(counts()),
});
