import { prefixBeamSearch } from '@rubato/decoders';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tensor2d, tidy, transpose } from '@tensorflow/tfjs-core';
import { refuse } from '../check.ts';
import { decodable } from '../decodable.ts';
import { readFloats } from '../read-tensor.ts';
import type { GraphNode } from './graph-node.ts';
import { checkInputs, readCount, readFlag, readFrames, withInputs } from './graph-node.ts';
import { sparseLabels } from './sparse-labels.ts';

/**
 * TensorFlow's operation `CTCBeamSearchDecoder`: (inputs [N, B, K], sequence_length) → decoded_indices, decoded_values, decoded_shape,
 * `top_paths` of each, and log_probability [B, top_paths]. The blank is the last class; `merge_repeated` (default true) merges equal
 * neighbours of what was found.
 */
export function beamSearchDecoder(node: GraphNode): Tensor[] {
  checkInputs(node, ['inputs', 'sequence_length']);
  const merge = readFlag(node, 'merge_repeated', true);
  const beamWidth = readCount(node, 'beam_width', 100, 1, 2 ** 20);
  const count = readCount(node, 'top_paths', 1, 1, beamWidth);
  return tidy(() => {
    const { frames, lengths } = readFrames(node.inputs[0], node.inputs[1]);
    const found = search(frames, lengths, beamWidth, count);
    found.forEach((paths, b) => {
      if (paths.length < count) refuse('top_paths', count, `at most ${paths.length}, as many sequences as item ${b} can have`);
    });
    const ranks = Array.from({ length: count }, (_, rank) =>
      sparseLabels(found.map((paths) => (merge ? withoutRepetitions(paths[rank].labels) : [...paths[rank].labels]))),
    );
    const logProbabilities = found.flatMap((paths) => paths.map((path) => path.logProbability));
    return [0, 1, 2].flatMap((part) => ranks.map((parts) => parts[part])).concat(tensor2d(logProbabilities, [lengths.length, count]));
  });
}

interface Path {
  readonly labels: Int32Array;
  readonly logProbability: number;
}

/** What items without frames spell, for sure. */
const nothing: readonly Path[] = [{ labels: new Int32Array(0), logProbability: 0 }];

/** The most probable sequences of each item. */
function search(frames: Tensor, lengths: Int32Array, beamWidth: number, topN: number): (readonly Path[])[] {
  const [rows, batch, classes] = frames.shape as [number, number, number];
  const shape = [batch, rows, classes] as const;
  const scores = readFloats(transpose(frames, [1, 0, 2]), 'inputs');
  const posteriors = { ...decodable(scores, shape, lengths), shape, form: 'logits' } as const;
  const found = withInputs(() => prefixBeamSearch(posteriors, { blank: classes - 1, beamWidth, topN }));
  return found.map((paths, b) => (lengths[b] === 0 ? nothing : paths));
}

function withoutRepetitions(labels: Int32Array): number[] {
  return Array.from(labels).filter((label, l) => l === 0 || label !== labels[l - 1]);
}
