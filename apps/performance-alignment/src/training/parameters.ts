import type { Variable } from '@tensorflow/tfjs-core';
import { tensor, tidy } from '@tensorflow/tfjs-core';

/** Numbers by parameter. */
export type Numbers = ReadonlyMap<string, Float32Array>;

/** Copies of what variables hold. */
export function readParameters(parameters: ReadonlyMap<string, Variable>): Numbers {
  return new Map([...parameters].map(([name, weights]) => [name, Float32Array.from(weights.dataSync())]));
}

/** Puts numbers of the same names and sizes into variables. */
export function writeParameters(parameters: ReadonlyMap<string, Variable>, numbers: Numbers): void {
  tidy(() => {
    // A copy: tfjs-cpu keeps the array that it is given.
    for (const [name, weights] of parameters) weights.assign(tensor(numbers.get(name)!.slice(), weights.shape));
  });
}

export function copyOf(numbers: Numbers): Numbers {
  return new Map([...numbers].map(([name, data]) => [name, data.slice()]));
}

/** Shortens gradients, in place, so that they are no longer than `most` together; answers how long they were. */
export function clipByNorm(gradients: Numbers, most: number): number {
  let squares = 0;
  for (const gradient of gradients.values()) for (const value of gradient) squares += value * value;
  const norm = Math.sqrt(squares);
  if (norm <= most) return norm;
  for (const gradient of gradients.values()) for (let k = 0; k < gradient.length; k++) gradient[k] *= most / norm;
  return norm;
}
