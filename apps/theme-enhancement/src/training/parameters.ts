import { InvalidArgumentError } from '@rubato/core';
import type { NumericArray } from '@rubato/io';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Numbers by parameter, in the order of the model's parameters. */
export type ParameterArrays = ReadonlyMap<string, Float32Array>;

/** The variables that training moves, by names like `conv1/kernel` that do not depend on what else the process has made. */
export function parametersOf(model: LayersModel): Map<string, Variable> {
  return new Map(model.trainableWeights.map((weight) => [weight.originalName, weight.read() as Variable]));
}

/** Copies of what the variables hold. */
export function readParameters(parameters: ReadonlyMap<string, Variable>): Map<string, Float32Array> {
  return new Map([...parameters].map(([name, variable]) => [name, Float32Array.from(variable.dataSync())]));
}

/** Puts numbers into the variables, which must have the same names and sizes. */
export function writeParameters(parameters: ReadonlyMap<string, Variable>, values: ParameterArrays): void {
  tidy(() => {
    for (const [name, variable] of parameters) {
      const data = values.get(name);
      if (data?.length !== variable.size) {
        const found = data === undefined ? 'absent' : `${data.length} numbers`;
        throw new InvalidArgumentError({ argument: `values.${name}`, found, expected: `${variable.size} numbers` });
      }
      // A copy: tfjs-cpu keeps the array it is given.
      variable.assign(tensor(data.slice(), variable.shape));
    }
  });
}

/** Parameters as arrays for a file, their names behind a prefix. */
export function toArrays(prefix: string, parameters: ReadonlyMap<string, Variable>, values: ParameterArrays): [string, NumericArray][] {
  return [...parameters].map(([name, { shape }]) => [`${prefix}/${name}`, { dtype: 'float32', shape, data: values.get(name)! }]);
}
