import type { FloatArray } from '@rubato/costs';
import { writeNpy } from '@rubato/io';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';

/**
 * Looks before work starts whether a gradient can be written.
 *
 * @throws UsageError for another ending than .npy, or a folder that does not exist
 */
export async function checkGradientTarget(file: string | undefined, { files }: Environment): Promise<void> {
  if (file === undefined) return;
  if (!/\.npy$/i.test(file)) throw new UsageError(`--gradient ${file}: the gradient is written as .npy; name it so`);
  await files.checkTarget(file);
}

/** Writes a gradient in its own precision. */
export async function writeGradient(file: string, shape: readonly number[], data: FloatArray, { files }: Environment): Promise<void> {
  const dtype = data instanceof Float32Array ? 'float32' : 'float64';
  await files.write(file, writeNpy({ dtype, shape, data }));
}
