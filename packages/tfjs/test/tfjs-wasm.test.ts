import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { openCpu } from '@rubato/backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { expect, it } from 'vitest';
import { analysisLossesOnCpu, checkAnalysisLosses } from './support/analysis-losses.ts';
import { checkLosses, lossesOnCpu } from './support/losses.ts';
import { tf } from './support/tf.ts';
import { checkWarps, warpsOnCpu } from './support/warps.ts';

it('every loss, and decDtw, has on tfjs-wasm the values and gradients that it has on tfjs-cpu', async () => {
  const expected = await lossesOnCpu(openCpu());
  const analysis = await analysisLossesOnCpu();
  const warps = await warpsOnCpu();
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  setWasmPaths(`${folder}/`);
  await tf.setBackend('wasm');
  expect(tf.getBackend()).toBe('wasm');
  await checkLosses(expected);
  await checkAnalysisLosses(analysis);
  await checkWarps(warps);
});
