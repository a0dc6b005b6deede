import type { Backend } from '@rubato/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { registerCtcOps } from '../../../src/index.ts';
import type { GraphNode } from '../../../src/index.ts';
import { backends } from '../../support/backends.ts';

/** Runs a registered operation as a graph model would. */
export function runOp(name: string, inputs: Tensor[], attrs: GraphNode['attrs'] = {}, backend: Backend = backends[0][1]): Tensor[] {
  const operations = new Map<string, (node: GraphNode) => Tensor[]>();
  registerCtcOps({ registerOp: (each, operation) => void operations.set(each, operation) }, { backend });
  return operations.get(name)!({ inputs, attrs });
}

/** The label sequences of a sparse matrix. */
export function sequencesOf([indices, values, shape]: readonly Tensor[]): number[][] {
  const sequences = Array.from({ length: shape.dataSync()[0] }, (): number[] => []);
  const [places, labels] = [indices.dataSync(), values.dataSync()];
  labels.forEach((label: number, k: number) => {
    const sequence = sequences[places[2 * k]];
    if (places[2 * k + 1] !== sequence.length) throw new Error(`position ${places[2 * k + 1]} after ${sequence.length} labels`);
    sequence.push(label);
  });
  return sequences;
}
