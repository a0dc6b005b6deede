import type { FloatArray } from '@rubato/costs';
import { writeNpy } from '@rubato/io';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { checkNotInput } from './check-not-input.ts';

/**
 * Looks before work starts whether a gradient can be written.
 *
 * @param inputs what the command reads, as `checkNotInput` takes it
 * @throws UsageError for another ending than .npy, a folder that does not exist, or a file that is read
 */
export async function checkGradientTarget(
  file: string | undefined,
  inputs: readonly (string | undefined)[],
  environment: Environment,
): Promise<void> {
  if (file === undefined) return;
  if (!/\.npy$/i.test(file)) throw new UsageError(`--gradient ${file}: the gradient is written as .npy; name it so`);
  await environment.files.checkTarget(file);
  await checkNotInput('--gradient', file, inputs, environment);
}

/** Writes a gradient in its own precision. */
export async function writeGradient(file: string, shape: readonly number[], data: FloatArray, { files }: Environment): Promise<void> {
  const dtype = data instanceof Float32Array ? 'float32' : 'float64';
  await files.write(file, writeNpy({ dtype, shape, data }));
}
