import { InvalidArgumentError } from '@rubato/core';
import type { LabelSequences, MultiLabelSequences } from '@rubato/presets';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { tensor3d } from '@tensorflow/tfjs-core';
import { checkOptions, checkWhole, isList, refuse } from './check.ts';
import type { Lengths } from './lengths.ts';
import { readLengths } from './lengths.ts';

export interface PackTargetsOptions {
  /** The shape of the model's output without the batch: frames N and classes K, the blank included. */
  readonly shape: readonly [frames: number, classes: number];
  /** The number of frames of each item. Default: all. */
  readonly predictionLengths?: Lengths;
}

/** The first number of an item says what follows. No label and no one-hot row starts with a negative number. */
const CLASS_NUMBERS = -1;
const MULTI_HOT_ROWS = -2;
/** What it says, how many frames, how many labels. */
const HEADER = 3;

/** Every whole number up to here is a float32. */
const LARGEST_WHOLE = 2 ** 24;

/** Larger tensors no backend of tfjs holds. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Label sequences as one tensor [B, N, K] of the shape of a model's output, since `model.fit` takes no targets of another rank.
 *
 * Each item holds its number of frames, its number of labels, and the labels; `ctcLoss`, `multiLabelCtcLoss` and `alignmentLoss`
 * unpack them. Slices along the batch, shuffling included, keep items whole.
 *
 * @param labels per item a list of class numbers, or of multi-hot rows of K - 1 numbers
 * @param options the output's shape, the items' numbers of frames
 * @returns a tensor, the caller's to dispose of
 * @throws InvalidArgumentError for a label that is no class, for more labels than frames, and for shapes too small to hold an item
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import { packTargets } from '@rubato/tfjs';
 * const targets = packTargets([[1, 2], [2]], { shape: [5, 3], predictionLengths: [5, 4] });
 * targets.shape; // → [2, 5, 3]
 * ```
 */
export function packTargets(labels: LabelSequences | MultiLabelSequences, options: PackTargetsOptions): Tensor3D {
  checkOptions(options, ['shape', 'predictionLengths']);
  if (!Array.isArray(labels) || labels.length === 0) refuse('labels', labels, 'a list of label sequences, one per item');
  const { shape, predictionLengths } = options;
  if (!isList(shape) || shape.length !== 2) refuse('options.shape', shape, '[frames, classes]');
  const [frames, classes] = shape;
  checkWhole('options.shape', frames, 1, LARGEST_WHOLE, [0]);
  checkWhole('options.shape', classes, 1, LARGEST_WHOLE, [1]);
  const lengths = readLengths('options.predictionLengths', predictionLengths, labels.length, frames);
  const bytes = 4 * labels.length * frames * classes;
  if (bytes > MOST_BYTES) {
    const found = `[${frames}, ${classes}], ${bytes} bytes for ${labels.length} items`;
    throw new InvalidArgumentError({ argument: 'options.shape', found, expected: `at most ${MOST_BYTES} bytes` });
  }
  const data = new Float32Array(bytes / 4);
  for (let b = 0; b < labels.length; b++) {
    const sequence: unknown = labels[b];
    if (!isList(sequence)) refuse('labels', sequence, 'a list of labels', [b]);
    const multi = sequence.length > 0 && isList(sequence[0]);
    const room = frames * classes - HEADER;
    const most = Math.min(lengths[b], multi ? Math.floor(room / (classes - 1)) : room);
    if (room < 0 || sequence.length > most) {
      const expected = `at most ${Math.max(most, 0)}, so that they fit the frames`;
      throw new InvalidArgumentError({ argument: 'labels', index: [b], found: `${sequence.length} labels`, expected });
    }
    data.set([multi ? MULTI_HOT_ROWS : CLASS_NUMBERS, lengths[b], sequence.length], b * frames * classes);
    let place = b * frames * classes + HEADER;
    for (let l = 0; l < sequence.length; l++) place = put(sequence[l], multi, classes, data, place, [b, l]);
  }
  return tensor3d(data, [labels.length, frames, classes]);
}

/** Writes one label; returns where the next one goes. */
function put(label: unknown, multi: boolean, classes: number, data: Float32Array, place: number, index: readonly number[]): number {
  if (!multi) {
    // -1 is a rest, which parameterizations without a blank may have.
    checkWhole('labels', label, -1, classes - 1, index);
    data[place] = label as number;
    return place + 1;
  }
  if (!isList(label) || label.length !== classes - 1) refuse('labels', label, `a multi-hot row of ${classes - 1} numbers`, index);
  for (let k = 0; k < label.length; k++) {
    const value = label[k];
    if (!(typeof value === 'number' && value >= 0 && value <= 1)) refuse('labels', value, 'a number from 0 to 1', [...index, k]);
    data[place + k] = value;
  }
  return place + label.length;
}

/** What an item of packed targets holds. */
export interface UnpackedTargets {
  readonly labels: (number[] | number[][])[];
  readonly predictionLengths: Int32Array;
}

/** The labels and lengths in packed targets [B, N, K]. */
export function unpackTargets(data: ArrayLike<number>, [batch, frames, classes]: readonly number[]): UnpackedTargets {
  const predictionLengths = new Int32Array(batch);
  const labels = Array.from({ length: batch }, (_, b) => {
    const start = b * frames * classes;
    const [kind, length, count] = [data[start], data[start + 1], data[start + 2]];
    if (kind !== CLASS_NUMBERS && kind !== MULTI_HOT_ROWS) {
      throw new InvalidArgumentError({
        argument: 'targets',
        index: [b, 0, 0],
        found: String(kind),
        expected: 'what packTargets writes there, since the targets have the shape of the predictions',
      });
    }
    checkWhole('targets', length, 0, frames, [b, 0, 1]);
    checkWhole('targets', count, 0, frames * classes - HEADER, [b, 0, 2]);
    predictionLengths[b] = length;
    const labelAt = start + HEADER;
    if (kind === CLASS_NUMBERS) return Array.from({ length: count }, (_, l) => data[labelAt + l]);
    const width = classes - 1;
    return Array.from({ length: count }, (_, l) => Array.from({ length: width }, (_, k) => data[labelAt + l * width + k]));
  });
  return { labels, predictionLengths };
}
