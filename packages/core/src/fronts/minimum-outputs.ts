import type { MinimumFunction } from '@rubato/minimum';
import type { SolveRequest } from '../backend/request.ts';

/** What may be asked of a minimum's program. */
export type MinimumOutput = 'value' | 'weight' | 'temperatureDerivative' | 'product';

/** The outputs that a request needs. */
export function neededOutputs(request: SolveRequest): MinimumOutput[] {
  const outputs: MinimumOutput[] = ['value', 'weight'];
  if (request.temperatureGradient === true) outputs.push('temperatureDerivative');
  if (request.hessianProduct !== undefined) outputs.push('product');
  return outputs;
}

/** Why the minimum cannot be computed by its program, in words; undefined where it can. */
export function missingOutput({ name, program }: MinimumFunction, outputs: readonly MinimumOutput[]): string | undefined {
  if (program === undefined) return `the minimum function '${name}' has no program`;
  const missing = outputs.find((output) => !Object.hasOwn(program.outputs, output));
  return missing === undefined ? undefined : `the program of the minimum function '${name}' has no output '${missing}'`;
}
