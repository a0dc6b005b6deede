import { InvalidArgumentError } from '@rubato/core';
import type { MinimumOutput } from '@rubato/core/fronts';
import type { MinimumFunction } from '@rubato/minimum';
import { minimumKernel } from '../kernels/minimum.ts';
import { builtIn } from './mathematics.ts';

/** What a kernel may ask of a program, and whether there is one for each candidate. */
const outputs: readonly (readonly [output: MinimumOutput, indexed: boolean])[] = [
  ['value', false],
  ['weight', true],
  ['temperatureDerivative', false],
  ['product', true],
];

/**
 * Refuses a minimum function of the caller whose program cannot be printed; one without a program, or without some output, is declined
 * when it is asked for.
 *
 * @throws InvalidArgumentError naming `minimums.NAME.program`
 */
export function checkMinimum(name: string, { program }: MinimumFunction): void {
  if (program === undefined) return;
  const argument = `minimums.${name}.program`;
  // A caller without types may hand in anything.
  const given: unknown = program;
  const { bindings, outputs: own } = (given ?? {}) as { readonly bindings?: unknown; readonly outputs?: unknown };
  if (!Array.isArray(bindings) || typeof own !== 'object' || own === null) {
    throw new InvalidArgumentError({ argument, found: 'malformed', expected: 'an object with a list of bindings, and outputs' });
  }
  for (const [output, indexed] of outputs) {
    if (!Object.hasOwn(own, output)) continue;
    try {
      minimumKernel({ name, program }, output, builtIn);
      const hasIndex = program.outputs[output].index !== undefined;
      if (hasIndex !== indexed) throw new RangeError(indexed ? 'it has no index' : 'it has an index');
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new InvalidArgumentError({
        argument: `${argument}.outputs.${output}`,
        found: `malformed: ${why}`,
        expected: 'one that can be printed',
      });
    }
  }
}
