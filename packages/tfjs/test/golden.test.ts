import { table1, extendMultiLabels, multiHotTargets, oneHotTargets } from '@rubato/presets';
import type { Table1Id, Table1Reading } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { alignmentLoss, ctcLoss, multiLabelCtcLoss, softDtwDivergence, softDtwLoss } from '../src/index.ts';
import type { Labels } from '../src/index.ts';
import { backends } from './support/backends.ts';
import { expectClose } from './support/expect-close.ts';
import type { GoldenJson } from './support/shared.ts';
import { describeGolden, numbersOf, shapeOf } from './support/shared.ts';
import { tf } from './support/tf.ts';

/** The value of a loss and its gradients by some tensors. */
function valueAndGradients(inputs: Tensor[], loss: (...tensors: Tensor[]) => Tensor): readonly [Float32Array, readonly Float32Array[]] {
  const values = tf.tidy(() => loss(...inputs).dataSync() as Float32Array);
  const gradients = tf.tidy(() =>
    tf
      .grads((...tensors) => tf.sum(loss(...tensors)))(inputs)
      .map((each) => each.dataSync() as Float32Array),
  );
  return [values, gradients];
}

function tensorOf(value: unknown): Tensor {
  return tf.tensor(Float32Array.from(numbersOf(value)), shapeOf(value));
}

/** Gradients of an infeasible item are NaN in torch and 0 here. */
function definedOr0(numbers: readonly number[]): number[] {
  return numbers.map((value) => (Number.isNaN(value) ? 0 : value));
}

const titled = (cases: readonly GoldenJson[]) => cases.map((each) => [String(each['id']), each] as const);

describe.each(backends)('with backend %s', (_, backend) => {
  describeGolden('ctc.json', (cases) => {
    it.each(titled(cases))('%s', (_id, json) => {
      const targets = json['targets'] as number[][];
      const options = {
        backend,
        blank: json['blank'] as number,
        zeroInfinity: json['zero_infinity'] === true,
        predictionLengths: numbersOf(json['input_lengths']),
        reduction: 'none',
      } as const;
      const [losses, [byLogits]] = valueAndGradients([tensorOf(json['logits'])], (x) => ctcLoss(targets, x, options));
      expectClose(losses, numbersOf(json['loss']), { relative: 1e-5, absolute: 1e-6 });
      expectClose(byLogits, definedOr0(numbersOf(json['grad_logits'])), { absolute: 1e-4 });
      const [again, [byLogProbabilities]] = valueAndGradients([tensorOf(json['log_probs'])], (x) =>
        ctcLoss(targets, x, { ...options, input: 'logProbabilities' }),
      );
      expectClose(again, numbersOf(json['loss']), { relative: 1e-5, absolute: 1e-6 });
      expectClose(byLogProbabilities, numbersOf(json['grad_log_probs']), { absolute: 1e-4 });
    });
  });

  describeGolden('sdtw.json', (cases) => {
    it.each(titled(cases))('%s', (_id, json) => {
      const inputs = [tensorOf([json['X']]), tensorOf([json['Y']])];
      const temperature = json['gamma'] as number;
      for (const [localCost, field] of [
        ['squaredEuclidean', 'sqeuclidean'],
        ['halfSquaredEuclidean', 'half_sqeuclidean'],
      ] as const) {
        const expected = json[field] as GoldenJson;
        const [values, gradients] = valueAndGradients(inputs, (x, y) => softDtwLoss(y, x, { backend, temperature, localCost }));
        expectClose(values, numbersOf(expected['value']), { relative: 1e-5, absolute: 1e-6 });
        expectClose(gradients[0], numbersOf(expected['grad_X']), { absolute: 1e-3 });
        expectClose(gradients[1], numbersOf(expected['grad_Y']), { absolute: 1e-3 });
      }
      const { divergence } = json['divergences'] as { readonly divergence: GoldenJson };
      const [values, gradients] = valueAndGradients(inputs, (x, y) =>
        softDtwDivergence(y, x, { backend, temperature, localCost: 'halfSquaredEuclidean' }),
      );
      // Computed in float64, so that only the rounding of the inputs and of the answer is left.
      expectClose(values, numbersOf(divergence['value']), { relative: 1e-5, absolute: 1e-5 });
      expectClose(gradients[0], numbersOf(divergence['grad_X']), { absolute: 1e-4 });
      expectClose(gradients[1], numbersOf(divergence['grad_Y']), { absolute: 1e-4 });
    });
  });

  describeGolden('table1.json', (cases) => {
    const listed = cases.flatMap((json) => {
      // Numbers of the paper's reading stand there where they differ from the code's.
      const readings: readonly (readonly [Table1Reading, string])[] = [
        ['published-code', 'published_code'],
        ['paper', json['paper_equals_code'] === true ? 'published_code' : 'paper'],
      ];
      return readings.map(([reading, field]) => [String(json['id']), reading, json, field] as const);
    });
    it.each(listed)('%s, %s', (_id, reading, json, field) => {
      const expected = json[field] as GoldenJson;
      const id = json['config'] as Table1Id;
      const single = json['task'] === 'single-label';
      const logits = tensorOf(single ? json['logits'] : [json['logits']]);
      const classes = logits.shape[2]!;
      const blank = json['blank'] as number | undefined;
      const targets = (single ? json['labels'] : [json['labels']]) as number[][];
      const parameterization = (labels: Labels) => table1(id, reading, labels, blank === undefined || !single ? {} : { blank });
      const options = {
        backend,
        reduction: 'none',
        ...(json['list_N'] === undefined ? {} : { predictionLengths: numbersOf(json['list_N']) }),
      } as const;
      const loss = alignmentLoss(parameterization, { ...options, ...columnsOf(single, blank, classes) });
      const [values, [byLogits]] = valueAndGradients([logits], (x) => loss(targets, x));
      expectClose(values, numbersOf(expected['cost']), { relative: 1e-5, absolute: 1e-6 });
      expectClose(byLogits, numbersOf(expected['grad_logits']), { absolute: 1e-4 });
      if (single || id !== 'CTC-A') return;
      const [same] = valueAndGradients([logits], (x) => multiLabelCtcLoss(targets, x, { backend, reduction: 'none' }));
      expectClose(same, numbersOf(expected['cost']), { relative: 1e-5, absolute: 1e-6 });
    });
  });
});

/** What stands in the columns of a configuration of Table I, and the local cost that goes with it. */
function columnsOf(single: boolean, blank: number | undefined, classes: number) {
  if (!single) {
    return blank === undefined
      ? {
          localCost: { name: 'binaryCrossEntropy', parameters: { input: 'logits' } },
          columns: multiHotTargets,
        }
      : {
          localCost: { name: 'multiLabelCtc', parameters: { input: 'logits', blank } },
          columns: (labels: Labels) => extendMultiLabels(labels, { blank }),
        };
  }
  // The file's numbers count rests as the code does, in both readings.
  return {
    localCost: { name: 'negativeLogLikelihood', parameters: { input: 'logits', rests: 'free' } },
    columns: (labels: Labels) => oneHotTargets(labels, classes),
  };
}
