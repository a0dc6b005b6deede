import type { Tensor } from '@tensorflow/tfjs-core';
import { tensor2d, tidy } from '@tensorflow/tfjs-core';
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
        let best = 0;
        for (let k = 1; k < classes; k++) if (scores[start + k] > scores[start + best]) best = k;
        sums[b] -= scores[start + best];
        if (best !== blank && !(merge && best === before)) labels.push(best);
        before = best;
      }
      return labels;
    });
    return [...sparseLabels(sequences), tensor2d(sums, [batch, 1])];
  });
}
