import type { Tensor } from '@tensorflow/tfjs-core';
import { tensor2d, tidy, transpose } from '@tensorflow/tfjs-core';
import { refuse } from '../check.ts';
import { classCosts } from '../log-softmax.ts';
import { readFloats } from '../read-tensor.ts';
import type { GraphNode } from './graph-node.ts';
import { checkInputs, readCount, readFlag, readFrames } from './graph-node.ts';
import type { BeamPath } from './prefix-beam-search.ts';
import { prefixBeamSearch } from './prefix-beam-search.ts';
import { sparseLabels } from './sparse-labels.ts';

/**
 * TensorFlow's operation `CTCBeamSearchDecoder`: (inputs [N, B, K], sequence_length) → decoded_indices, decoded_values, decoded_shape,
 * `top_paths` of each, and log_probability [B, top_paths]. The blank is the last class; `merge_repeated` (default true) merges equal
 * neighbours of what was found.
 */
export function beamSearchDecoder(node: GraphNode): Tensor[] {
  checkInputs(node, ['inputs', 'sequence_length']);
  const merge = readFlag(node, 'merge_repeated', true);
  const width = readCount(node, 'beam_width', 100, 1, 2 ** 20);
  const count = readCount(node, 'top_paths', 1, 1, width);
  return tidy(() => {
    const { frames, lengths } = readFrames(node.inputs[0], node.inputs[1]);
    const [rows, batch, classes] = frames.shape;
    const costs = classCosts(readFloats(transpose(frames, [1, 0, 2]), 'inputs'), classes, rows, lengths, 'logits');
    const found = Array.from(lengths, (length, b) => {
      const paths = prefixBeamSearch(length, classes, classes - 1, width, (n, k) => 0 - costs[(b * rows + n) * classes + k]);
      if (paths.length < count) refuse('top_paths', count, `at most ${paths.length}, as many sequences as item ${b} can have`);
      return paths;
    });
    const ranks = Array.from({ length: count }, (_, rank) =>
      sparseLabels(found.map((paths) => (merge ? withoutRepetitions(paths[rank]) : [...paths[rank].labels]))),
    );
    const logProbabilities = found.flatMap((paths) => paths.slice(0, count).map((path) => path.logProbability));
    return [0, 1, 2].flatMap((part) => ranks.map((parts) => parts[part])).concat(tensor2d(logProbabilities, [batch, count]));
  });
}

function withoutRepetitions({ labels }: BeamPath): number[] {
  return labels.filter((label, l) => l === 0 || label !== labels[l - 1]);
}
