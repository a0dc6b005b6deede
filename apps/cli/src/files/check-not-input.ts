import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { parseSource } from './load-array.ts';

/**
 * Looks before work starts whether a result would take the place of a file that the command reads.
 *
 * @param option what the target was given by
 * @param inputs files, `FILE.npz:entry`, or texts that may stand for files; links are followed
 * @throws UsageError for a target that is one of the inputs
 */
export async function checkNotInput(
  option: string,
  target: string,
  inputs: readonly (string | undefined)[],
  environment: Environment,
): Promise<void> {
  for (const input of inputs) {
    if (input === undefined) continue;
    const { path } = await parseSource(input, environment);
    if (await environment.files.isSame(target, path))
      throw new UsageError(`${option} ${target} would replace ${path}, which is read; name another file`);
  }
}
