import { openCpu } from '@rubato/backend-cpu';
import { expect, it } from 'vitest';
import { analysisLossesOnCpu, checkAnalysisLosses } from './support/analysis-losses.ts';
import { checkLosses, lossesOnCpu } from './support/losses.ts';
import { tf } from './support/tf.ts';
import { checkWarps, warpsOnCpu } from './support/warps.ts';

it('every loss, and decDtw, has on tfjs-webgl the values and gradients that it has on tfjs-cpu', async () => {
  const expected = await lossesOnCpu(openCpu());
  const analysis = await analysisLossesOnCpu();
  const warps = await warpsOnCpu();
  await import('@tensorflow/tfjs-backend-webgl');
  await tf.setBackend('webgl');
  expect(tf.getBackend()).toBe('webgl');
  // Otherwise tfjs computes small operations on the CPU.
  tf.env().set('WEBGL_CPU_FORWARD', false);
  await checkLosses(expected);
  await checkAnalysisLosses(analysis);
  await checkWarps(warps);
});
