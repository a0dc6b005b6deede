import { InvalidArgumentError } from '@rubato/core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { checkTensor, inWords, isTensor, refuse } from '../check.ts';
import { readLengths } from '../lengths.ts';

/** What a graph model hands to a custom operation. */
export interface GraphNode {
  readonly inputs: Tensor[];
  readonly attrs: Readonly<Record<string, unknown>>;
}

/** Frames of a CTC operation, time-major as TensorFlow has them. */
export interface GraphFrames {
  /** [N, B, K]. */
  readonly frames: Tensor3D;
  readonly lengths: Int32Array;
}

/** The inputs that all CTC operations have. */
export function readFrames(inputs: Tensor, sequenceLength: Tensor): GraphFrames {
  checkTensor('inputs', inputs, ['N', 'B', 'K']);
  const frames = inputs as Tensor3D;
  return { frames, lengths: readLengths('sequence_length', sequenceLength, frames.shape[1], frames.shape[0]) };
}

/** An attribute that is true or false. */
export function readFlag({ attrs }: GraphNode, name: string, ofDefault: boolean): boolean {
  const value = attrs[name] ?? ofDefault;
  if (typeof value !== 'boolean') refuse(name, value, 'true or false');
  return value;
}

/** An attribute that is a whole number. */
export function readCount({ attrs }: GraphNode, name: string, ofDefault: number, least: number, most: number): number {
  const value = attrs[name] ?? ofDefault;
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  return refuse(name, value, `a whole number from ${least} to ${most}`);
}

/** Runs work on the frames batch-major, and tells its errors by the name and the order that the operation's inputs have. */
export function withInputs<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const inOrder = error instanceof InvalidArgumentError && ['predictions', 'posteriors.data'].includes(error.argument);
    if (!inOrder) throw error;
    const { found, expected, index } = error;
    if (index === undefined) throw new InvalidArgumentError({ argument: 'inputs', found, expected });
    const [item, frame, ...rest] = index;
    throw new InvalidArgumentError({ argument: 'inputs', found, expected, index: [frame, item, ...rest] });
  }
}

/** Refuses a node with another number of inputs, or with anything but tensors. */
export function checkInputs({ inputs }: GraphNode, names: readonly string[]): void {
  names.forEach((name, k) => {
    if (!isTensor(inputs[k])) refuse(name, inWords(inputs[k]), 'a tensor');
  });
}
