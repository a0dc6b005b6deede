import * as tf from '@tensorflow/tfjs-core';
import type { Unavailable } from '@rubato/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTfjs, tfjsProvider } from '../src/index.ts';
import { withBackend } from './support/backend.ts';
import { useCpu } from './support/cpu.ts';

beforeAll(useCpu);

/** A tfjs of which parts are different. */
const altered = (parts: Partial<typeof tf>): typeof tf => ({ ...tf, ...parts });

describe('openTfjs', () => {
  it('names the tfjs backend that computes', () =>
    withBackend({ tf }, ({ description, limits }) => {
      expect(description).toBe(`tfjs-core ${tf.version_core}, backend cpu`);
      expect(limits.precisions).toEqual(['float32']);
    }));

  it('says that tfjs has no backend', async () => {
    const without = altered({ ready: () => Promise.reject(new Error('could not initialize any backends')) });
    const answer = (await openTfjs({ tf: without })) as Unavailable;
    expect(answer.unavailable).toBe(true);
    expect(answer.reason).toContain('import one, for example @tensorflow/tfjs-backend-cpu');
  });

  it('says that fewer than 32 bits are not enough', async () => {
    const half = altered({
      mul: (<T extends tf.Tensor>(left: tf.Tensor): T => tf.cast(tf.cast(left, 'int32'), 'float32') as T) as typeof tf.mul,
    });
    expect(await openTfjs({ tf: half })).toEqual({
      name: 'tfjs',
      unavailable: true,
      reason: 'the tfjs backend cpu rounds numbers to fewer than 32 bits',
    });
  });

  it('is the provider by name', async () => {
    expect(tfjsProvider.name).toBe('tfjs');
    await withBackend({}, ({ name }) => expect(name).toBe('tfjs'));
  });
});
