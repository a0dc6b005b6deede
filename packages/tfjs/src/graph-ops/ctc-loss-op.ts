import type { Backend, Parameterization } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import { ctc } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tensor1d, tensor3d, tidy, transpose } from '@tensorflow/tfjs-core';
import { refuse } from '../check.ts';
import { classProblem } from '../class-alignment.ts';
import { chooseBackend } from '../compute-backend.ts';
import { throughClassCosts } from '../log-softmax.ts';
import { notBelowZero } from '../not-below-zero.ts';
import { readFloats } from '../read-tensor.ts';
import type { GraphNode } from './graph-node.ts';
import { checkInputs, readFlag, readFrames, withInputs } from './graph-node.ts';
import { readSparseLabels } from './sparse-labels.ts';

/**
 * TensorFlow's operation `CTCLoss`: (inputs [N, B, K], labels_indices, labels_values, sequence_length) → (loss [B], gradient [N, B, K]).
 * The blank is the last class.
 */
export function ctcLossOp(node: GraphNode, backend: Backend | readonly Backend[] | undefined): Tensor[] {
  checkInputs(node, ['inputs', 'labels_indices', 'labels_values', 'sequence_length']);
  const collapse = readFlag(node, 'preprocess_collapse_repeated', false);
  const merge = readFlag(node, 'ctc_merge_repeated', true);
  const ignoreLonger = readFlag(node, 'ignore_longer_outputs_than_inputs', false);
  const [inputs, indices, values, sequenceLength] = node.inputs;
  return tidy(() => {
    const { frames, lengths } = readFrames(inputs, sequenceLength);
    const [rows, batch, classes] = frames.shape;
    const raw = readSparseLabels(indices, values, batch);
    const labels = raw.map((sequence, b) => readLabels(sequence, b, classes - 1, collapse));
    // Items that count for nothing: without frames, or with more labels than frames where that is to be ignored.
    const skipped = raw.map(({ length }, b) => {
      if (length > lengths[b] && !ignoreLonger) {
        const expected = `at most ${lengths[b]}, the item's sequence_length; or ignore_longer_outputs_than_inputs`;
        throw new InvalidArgumentError({ argument: 'labels_values', index: [b], found: `${length} labels`, expected });
      }
      return lengths[b] === 0 || length > lengths[b];
    });
    const preset = ctc(
      labels.map((sequence, b) => (skipped[b] ? [] : sequence)),
      { blank: classes - 1 },
    );
    const parameterization = merge ? preset : withoutMerging(preset);
    const used = lengths.map((length, b) => (skipped[b] ? 0 : length));
    const shape = [batch, rows, classes] as const;
    const alignment = { parameterization, input: 'logits', predictionLengths: used } as const;
    const numbers = readFloats(transpose(frames, [1, 0, 2]), 'inputs');
    const { problem, costs } = withInputs(() => classProblem(numbers, shape, alignment));
    const request = { inputGradient: true };
    const solution = chooseBackend(backend, problem, request).solveSync(problem, request);
    const { values: gradient } = solution.inputGradient as { readonly values: Float32Array };
    throughClassCosts(gradient, costs, classes, 'logits');
    const losses = notBelowZero(solution.values, used).map((loss, b) => (skipped[b] ? 0 : loss));
    losses.forEach((loss, b) => {
      // TensorFlow's gradient of an item that no path spells is that of frames about which nothing is known: their probabilities.
      if (loss !== Infinity) return;
      const [from, to] = [b * rows * classes, (b * rows + lengths[b]) * classes];
      for (let k = from; k < to; k++) gradient[k] = Math.exp(-costs[k]);
    });
    return [tensor1d(Float32Array.from(losses)), transpose(tensor3d(gradient, [...shape]), [1, 0, 2])];
  });
}

/** An item's labels: the blank and what is beyond end them, and only they may follow. */
function readLabels(sequence: readonly number[], b: number, blank: number, collapse: boolean): number[] {
  const labels: number[] = [];
  let ended = false;
  sequence.forEach((label, l) => {
    if (!(Number.isInteger(label) && label >= 0)) refuse('labels_values', label, 'a class', [b, l]);
    if (collapse && l > 0 && label === sequence[l - 1]) return;
    if (label >= blank) ended = true;
    else if (ended) refuse('labels_values', label, `no class after one from ${blank} on, which ends the labels`, [b, l]);
    else labels.push(label);
  });
  return labels;
}

/** Every label is one frame: no step stays in it, and equal neighbours need no blank between them. */
function withoutMerging(preset: Parameterization): Parameterization {
  const { data, shape } = preset.stepWeights as { readonly data: Float64Array; readonly shape: readonly [number, 1, number, 3] };
  const weights = Float64Array.from(data);
  const columns = shape[2];
  for (let b = 0; b < shape[0]; b++) {
    for (let m = 1; m < columns; m += 2) weights.set([Infinity, 1, 1], (b * columns + m) * 3);
  }
  return { ...preset, stepWeights: { data: weights, shape } };
}
