import { type NumericArray, writeNpz } from '@rubato/io';
import { denseAlignment } from './path-json.ts';
import type { AlignmentResult } from './result.ts';

/** The result as numpy arrays: `path` [pairs, 2] int32, `cost`, `value` under a soft minimum, `softAlignment` [rows, columns]. */
export function resultNpz(result: AlignmentResult): Uint8Array {
  const { cost, value, path, softAlignment } = result;
  const scalar = (number: number): NumericArray => ({ dtype: 'float64', shape: [], data: Float64Array.of(number) });
  return writeNpz({
    path: { dtype: 'int32', shape: [path.length / 2, 2], data: path },
    cost: scalar(cost),
    ...(value === undefined ? {} : { value: scalar(value) }),
    ...(softAlignment === undefined ? {} : { softAlignment: denseAlignment(result) }),
  });
}
