import type { MinimumOutput } from '@rubato/core/fronts';
import type { Program } from '@rubato/expression';
import type { Tensor, Tfjs } from '../tfjs.ts';
import type { MinimumInputs } from './program-tensors.ts';
import { ProgramTensors } from './program-tensors.ts';

/** Some outputs of a minimum at many places, in the order asked for. */
export function minimumOutputs(tf: Tfjs, program: Program, inputs: MinimumInputs, outputs: readonly MinimumOutput[]): Tensor[] {
  const tensors = new ProgramTensors(tf, program, inputs);
  return outputs.map((output) => tensors.output(output));
}
