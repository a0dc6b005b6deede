import type { Expression, Program } from '@rubato/expression';
import type { MinimumFunction } from '@rubato/minimum';
import { simplifyProgram } from './simplify.ts';

/** What may be asked of a printed minimum: the outputs of its program by name. */
export type MinimumOutput = 'value' | 'weight' | 'temperatureDerivative' | 'product';

/** Why the minimum cannot be printed with these outputs, in words; undefined where it can. */
export function unprintable(minimum: MinimumFunction, outputs: readonly MinimumOutput[]): string | undefined {
  const { name, program } = minimum;
  if (program === undefined) return `the minimum function '${name}' has no program to print`;
  const missing = outputs.find((output) => !Object.hasOwn(program.outputs, output));
  return missing === undefined ? undefined : `the program of the minimum function '${name}' has no output '${missing}'`;
}

/**
 * The minimum's program, simplified.
 *
 * @throws RangeError for what cannot be printed: ask `unprintable` before
 */
export function programOf(minimum: MinimumFunction, outputs: readonly MinimumOutput[]): Program {
  const reason = unprintable(minimum, outputs);
  if (reason !== undefined) throw new RangeError(reason);
  return simplifyProgram(minimum.program as Program);
}

export const outputOf = (program: Program, output: MinimumOutput): Expression => program.outputs[output].expression;

/** What the program of an output may read. */
export const inputsOf = (output: MinimumOutput): readonly string[] => (output === 'product' ? ['x', 'gamma', 'z'] : ['x', 'gamma']);
