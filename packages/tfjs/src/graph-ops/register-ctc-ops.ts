import type { Backend } from '@rubato/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkOptions, refuse } from '../check.ts';
import { namedBackends } from '../compute-backend.ts';
import { beamSearchDecoder } from './beam-search-decoder.ts';
import { ctcLossOp } from './ctc-loss-op.ts';
import type { GraphNode } from './graph-node.ts';
import { greedyDecoder } from './greedy-decoder.ts';

/** What of `@tensorflow/tfjs` or `@tensorflow/tfjs-converter` is needed. */
export interface OpRegistry {
  registerOp(name: string, operation: (node: GraphNode) => Tensor[]): void;
}

/**
 * Registers `CTCLoss`, `CTCGreedyDecoder` and `CTCBeamSearchDecoder`, so that converted graphs that hold them run.
 *
 * Names, attributes and outputs are TensorFlow's: time-major logits, the last class is the blank (or `blank_index`), labels are sparse
 * matrices; int64 outputs are int32. `CTCLoss` refuses more labels than frames unless `ignore_longer_outputs_than_inputs`, which gives
 * such items loss 0 and gradient 0; an item that no path spells for its repetitions has loss `Infinity` and the frames' probabilities as
 * its gradient. The greedy decoder's `log_probability` is minus the sum of the largest inputs; that of the beam search is the logarithm
 * of a probability.
 * Another difference: an item may be without labels, which TensorFlow refuses; its loss is that of a blank in every frame.
 * Inputs are read at once: tfjs-webgpu cannot run them.
 * Source: tf.raw_ops.CTCLoss, tf.raw_ops.CTCGreedyDecoder, tf.raw_ops.CTCBeamSearchDecoder.
 *
 * @param tf something with `registerOp`
 * @param options `backend`: what computes losses; default what `setComputeBackend` named
 * @throws InvalidArgumentError, when an operation runs, naming the input or attribute that is wrong
 *
 * @example
 * ```ts
 * import * as converter from '@tensorflow/tfjs-converter';
 * import { openCpu } from '@rubato/backend-cpu';
 * import { registerCtcOps } from '@rubato/tfjs';
 * registerCtcOps(converter, { backend: openCpu() });
 * // From here on converter.loadGraphModel(url) loads graphs with these operations.
 * ```
 */
export function registerCtcOps(tf: OpRegistry, options: { readonly backend?: Backend | readonly Backend[] } = {}): void {
  if (typeof (tf as Partial<OpRegistry> | null)?.registerOp !== 'function') {
    refuse('tf', tf, 'something with registerOp, as @tensorflow/tfjs and @tensorflow/tfjs-converter have it');
  }
  checkOptions(options, ['backend']);
  namedBackends(options.backend);
  tf.registerOp('CTCLoss', (node) => ctcLossOp(node, options.backend));
  tf.registerOp('CTCGreedyDecoder', greedyDecoder);
  tf.registerOp('CTCBeamSearchDecoder', beamSearchDecoder);
}
