import * as tf from '@tensorflow/tfjs-core';
import { describeBackend } from '@rubato/conformance/vitest';
import { beforeAll, expect, it } from 'vitest';
import { tfjsProvider } from '../../src/index.ts';
import { checkReads } from '../support/check-reads.ts';
import { supported } from '../support/supported.ts';

beforeAll(async () => {
  await import('@tensorflow/tfjs-backend-webgpu');
  await tf.setBackend('webgpu');
});

it('computes on webgpu', () => {
  expect(tf.getBackend()).toBe('webgpu');
});

it('reads nothing back before the last front is done', () => checkReads());

// Every shape is a shader of its own: few runs. In Node all of them are made; here it matters that the device computes the same.
describeBackend(tfjsProvider, {
  runs: 4,
  required: true,
  problems: { batch: [16, 16] },
  mustSupport: supported,
  liveResources: () => tf.memory().numTensors,
});
