import type { Tensor } from '@tensorflow/tfjs-core';
import { tensor2d, tidy } from '@tensorflow/tfjs-core';
import { refuse } from '../check.ts';
import { readFloats } from '../read-tensor.ts';
import type { GraphNode } from './graph-node.ts';
import { checkInputs, readCount, readFlag, readFrames } from './graph-node.ts';
import { sparseLabels } from './sparse-labels.ts';

/**
 * TensorFlow's operation `CTCGreedyDecoder`: (inputs [N, B, K], sequence_length) → (decoded_indices, decoded_values, decoded_shape,
 * log_probability [B, 1]), the last of them minus the sum of the largest input of each frame.
 */
export function greedyDecoder(node: GraphNode): Tensor[] {
  checkInputs(node, ['inputs', 'sequence_length']);
  const merge = readFlag(node, 'merge_repeated', false);
  return tidy(() => {
    const { frames, lengths } = readFrames(node.inputs[0], node.inputs[1]);
    const [, batch, classes] = frames.shape;
    const given = readCount(node, 'blank_index', -1, -classes, classes - 1);
    const blank = given < 0 ? classes + given : given;
    const scores = readFloats(frames, 'inputs');
    const sums = new Float32Array(batch);
    const sequences = Array.from(lengths, (length, b) => {
      const labels: number[] = [];
      let before = -1;
      for (let n = 0; n < length; n++) {
        const start = (n * batch + b) * classes;
        const best = bestClass(scores, start, classes, [n, b]);
        sums[b] -= scores[start + best];
        if (best !== blank && !(merge && best === before)) labels.push(best);
        before = best;
      }
      return labels;
    });
    return [...sparseLabels(sequences), tensor2d(sums, [batch, 1])];
  });
}

/** The class of the largest score of a frame. */
function bestClass(scores: Float32Array, start: number, classes: number, index: readonly number[]): number {
  let best = 0;
  for (let k = 0; k < classes; k++) {
    const score = scores[start + k];
    if (!(score < Infinity)) refuse('inputs', score, 'a number, or -Infinity for probability 0', [...index, k]);
    if (score > scores[start + best]) best = k;
  }
  if (scores[start + best] === -Infinity) refuse('inputs', -Infinity, 'at least one number above -Infinity in a frame', [...index, 0]);
  return best;
}
