import { InvalidArgumentError } from '@rubato/core';
import type { LabelSequences, MultiLabelSequences } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { BatchMajorShape } from './batch-major.ts';
import { inWords, isList, isTensor, refuse } from './check.ts';
import type { Lengths } from './lengths.ts';
import { readLengths } from './lengths.ts';
import { unpackTargets } from './pack-targets.ts';
import { readTensor } from './read-tensor.ts';

/**
 * Labels of a batch: a list per item of class numbers or multi-hot rows; a tensor [B, L] of class numbers, [B, L, K - 1] of multi-hot
 * rows, with `targetLengths` (without them, a sequence of class numbers ends before its first negative number); or what `packTargets`
 * made.
 */
export type LabelTargets = LabelSequences | MultiLabelSequences | Tensor;

/** Labels and lengths, on the host. */
export interface ReadLabels {
  readonly labels: (ArrayLike<number> | number[][])[];
  readonly predictionLengths: Int32Array;
}

interface LengthOptions {
  readonly predictionLengths?: Lengths;
  readonly targetLengths?: Lengths;
}

/** Reads labels that belong to predictions of a shape, in whatever form they come; none of them is looked at yet. */
export function readLabels(
  targets: unknown,
  predictions: BatchMajorShape,
  { predictionLengths, targetLengths }: LengthOptions,
): ReadLabels {
  const [batch, rows, classes] = predictions;
  const lengths = (): Int32Array => readLengths('options.predictionLengths', predictionLengths, batch, rows);
  if (!isTensor(targets)) {
    if (!Array.isArray(targets)) refuse('targets', targets, 'labels: a list per item, a tensor, or what packTargets made');
    if (targets.length !== batch) refuse('targets', targets, `one label sequence for each of ${batch} items`);
    refuseLengths(targetLengths, 'none, since lists have lengths of their own');
    for (let b = 0; b < batch; b++) if (!isList(targets[b])) refuse('targets', targets[b], 'a list of labels', [b]);
    return { labels: targets as number[][], predictionLengths: lengths() };
  }
  const { shape } = targets;
  const data = readTensor(targets as unknown as Tensor, 'targets');
  if (shape.length === 3 && shape.every((side, axis) => side === predictions[axis])) {
    refuseLengths(targetLengths, 'none, since packed targets hold them');
    const packed = unpackTargets(data, shape);
    return predictionLengths === undefined ? packed : { labels: packed.labels, predictionLengths: lengths() };
  }
  const fits = shape[0] === batch && (shape.length === 2 || (shape.length === 3 && shape[2] === classes - 1));
  if (!fits) {
    const expected = `a tensor [${batch}, L], or [${batch}, L, ${classes - 1}] of multi-hot rows, or [${predictions.join(', ')}] of packTargets`;
    throw new InvalidArgumentError({ argument: 'targets', found: inWords(targets), expected });
  }
  const counts = readLengths('options.targetLengths', targetLengths, batch, shape[1]);
  const width = shape.length === 2 ? 1 : shape[2];
  const labels = Array.from(counts, (count, b) => {
    const item = Array.from(data.slice(b * shape[1] * width, (b * shape[1] + count) * width));
    if (shape.length === 3) return Array.from({ length: count }, (_, l) => item.slice(l * width, (l + 1) * width));
    const end = targetLengths === undefined ? item.findIndex((label) => label < 0) : -1;
    return end < 0 ? item : item.slice(0, end);
  });
  return { labels, predictionLengths: lengths() };
}

function refuseLengths(lengths: unknown, expected: string): void {
  if (lengths !== undefined) refuse('options.targetLengths', lengths, expected);
}

/** Refuses labels that are no class other than the blank. */
export function checkLabels(labels: readonly unknown[], classes: number, blank: number): asserts labels is LabelSequences {
  for (let b = 0; b < labels.length; b++) {
    const sequence = labels[b] as ArrayLike<unknown>;
    for (let l = 0; l < sequence.length; l++) {
      const label = sequence[l];
      if (Number.isInteger(label) && (label as number) >= 0 && (label as number) < classes && label !== blank) continue;
      refuse('targets', label, `a class from 0 to ${classes - 1} other than the blank, ${blank}`, [b, l]);
    }
  }
}
