import { alignmentEntropy, alignmentValue, dilate, expectedAlignment, sharpCost, weightedLosses } from '@rubato/analysis';
import type { Loss } from '@rubato/analysis';
import type { AlignmentProblem } from '@rubato/core';
import { UnsupportedError } from '@rubato/core';
import { ctc, oneHotTargets, softDtw, table1, weightedSoftDtw } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { alignmentLoss, analysisLoss, dilateLoss, packTargets } from '../../src/index.ts';
import { expectSameAsAnalysis, lengths, predictions, problemOf, targets } from '../support/analysis-pair.ts';
import { backends } from '../support/backends.ts';
import { expectClose } from '../support/expect-close.ts';
import { expectFiniteDifferences } from '../support/finite-differences.ts';
import { randomTensor } from '../support/random-tensor.ts';
import { expectRefusal } from '../support/refusal.ts';
import { tf } from '../support/tf.ts';

const [, backend] = backends[0];
const logits = randomTensor([2, 6, 4], 21);
const labels = [[1, 2], [3]];
const sum = { backend, reduction: 'sum' } as const;

describe('analysisLoss', () => {
  it('of the value is alignmentLoss, for features and for labels', () => {
    const options = { backend, reduction: 'none', temperature: 0.7 } as const;
    const features = analysisLoss(alignmentValue, softDtw(), options)(targets, predictions, lengths).dataSync();
    expectClose(features, alignmentLoss(softDtw(), options)(targets, predictions, lengths).dataSync(), { relative: 1e-6 });
    const byClass = (each: Parameters<typeof ctc>[0]) => ctc(each);
    const expected = alignmentLoss(byClass, { backend })(labels, logits).dataSync();
    const loss = analysisLoss(alignmentValue, byClass, { backend });
    expectClose(loss(labels, logits).dataSync(), expected, { relative: 1e-6 });
    expectClose(loss(packTargets(labels, { shape: [6, 4] }), logits).dataSync(), expected, { relative: 1e-6 });
  });

  it('is any loss of @rubato/analysis, by both sequences', () => {
    const regularised = (problem: AlignmentProblem): Loss =>
      weightedLosses([
        { weight: 1, loss: sharpCost(problem) },
        { weight: -0.3, loss: alignmentEntropy(problem) },
      ]);
    const loss = analysisLoss(regularised, softDtw(), { backend, reduction: 'none', temperature: 0.8, ...lengths });
    expectSameAsAnalysis(loss, regularised(problemOf(0.8)));
  });

  it('has the gradients that its values have, for labels by class and by row', () => {
    const softened = (problem: AlignmentProblem): Loss =>
      weightedLosses([
        { weight: 1, loss: alignmentValue(problem) },
        { weight: -0.5, loss: alignmentEntropy(problem) },
      ]);
    const byLogits = analysisLoss(softened, (each) => ctc(each), sum);
    expectFiniteDifferences((x) => byLogits(labels, x), logits);
    const byLogProbabilities = analysisLoss(softened, (each) => ctc(each), { ...sum, input: 'logProbabilities' });
    expectFiniteDifferences((x) => byLogProbabilities(labels, x, { predictionLengths: [6, 4] }), tf.logSoftmax(logits), 6e-3);
    const byRow = analysisLoss(sharpCost, (each) => table1('SDTW-D', 'paper', each), {
      ...sum,
      columns: (each) => oneHotTargets(each, 4),
    });
    expectFiniteDifferences((x) => byRow([[1, 2], [3, 1]], x), logits); // prettier-ignore
  });

  it('has them for weights that differ among the steps, by a second solve', () => {
    const loss = analysisLoss(dilate, weightedSoftDtw({ diagonal: 2, temperature: 0.5 }), sum);
    expectFiniteDifferences((x) => loss(targets, x, lengths), predictions);
  });

  it('needs one solve for value and gradient', () => {
    const solve = vi.spyOn(backend, 'solveSync');
    tf.grads((y: Tensor, x: Tensor) => dilateLoss(y, x, { backend }))([targets, predictions]);
    expect(solve).toHaveBeenCalledTimes(1);
    dilateLoss(targets, predictions, { backend });
    expect(solve).toHaveBeenCalledTimes(2);
    expect(solve.mock.lastCall?.[1]).not.toHaveProperty('hessianProduct');
    solve.mockRestore();
  });

  it('refuses second derivatives', () => {
    const gradient = tf.grad((x: Tensor) => dilateLoss(targets, x, { backend }));
    expect(() => tf.grad((x: Tensor) => tf.sum(gradient(x)))(predictions)).toThrow(/second derivatives/);
  });

  it('refuses what is no loss of its problem, and what the loss refuses', () => {
    expectRefusal(() => analysisLoss(dilate(problemOf(1)) as never, softDtw()), { argument: 'loss', found: 'an object' });
    for (const made of [undefined, null, 7, {}, dilate(problemOf(1))]) {
      const loss = analysisLoss(() => made as never, softDtw(), sum);
      expectRefusal(() => loss(targets, predictions), { argument: 'loss', expected: /of the problem/ });
    }
    const short = analysisLoss((problem) => expectedAlignment(problem, new Float64Array(3)), softDtw(), sum);
    expectRefusal(() => short(targets, predictions), { argument: 'penalty', found: '3 long' });
    expectRefusal(() => analysisLoss(dilate, softDtw(), { alpha: 1 } as never), { argument: 'options.alpha' });
    expectRefusal(() => analysisLoss(dilate, softDtw(), { input: 'logits' }), { argument: 'options.input' });
    const smooth = analysisLoss(alignmentEntropy, { ...softDtw(), minimum: 'smoothmin' }, sum);
    expect(() => smooth(targets, predictions)).toThrow(UnsupportedError);
  });

  it('refuses tfjs-webgpu, before anything runs there', async () => {
    // Whatever it computes with: nothing may be asked of it.
    tf.registerBackend('webgpu', () => tf.findBackend('cpu'));
    await tf.setBackend('webgpu');
    try {
      expect(() => dilateLoss(targets, predictions, { backend })).toThrow(UnsupportedError);
      expect(() => dilateLoss(targets, predictions, { backend })).toThrow(/tfjs-webgpu does not support this.*setBackend\('wasm'\)/);
    } finally {
      await tf.setBackend('cpu');
    }
  });
});
