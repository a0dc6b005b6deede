import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { describeBackend } from '@rubato/conformance/vitest';
import { beforeAll, expect, it } from 'vitest';
import { tfjsProvider } from '../src/index.ts';
import { supported } from './support/supported.ts';
import { withBackend } from './support/backend.ts';

beforeAll(async () => {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  setWasmPaths(`${folder}/`);
  await tf.setBackend('wasm');
});

it('computes on the WebAssembly backend', () =>
  withBackend({}, ({ description }) => {
    expect(description).toBe(`tfjs-core ${tf.version_core}, backend wasm`);
  }));

describeBackend(tfjsProvider, {
  runs: 10,
  required: true,
  problems: { batch: [16, 16] },
  liveResources: () => tf.memory().numTensors,
  mustSupport: supported,
});
