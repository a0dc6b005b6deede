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

// Every shape is a shader of its own, and shaders are what is dear: few shapes, few runs. In Node all laws are checked on many; here it
// matters that the device computes the same.
describeBackend(tfjsProvider, {
  runs: 4,
  required: true,
  problems: { batch: [16, 16], rows: [4, 4], columns: [5, 5] },
  mustSupport: supported,
  liveResources: () => tf.memory().numTensors,
  laws: ['reference answer', 'differences of gradients', 'inert padding', 'sum of E', 'purity', 'memory limit', 'disposal'],
});
