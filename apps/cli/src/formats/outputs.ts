import { extname } from 'node:path';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { checkNotInput } from '../files/check-not-input.ts';
import { heed } from './pause.ts';

/** A writer for each ending of a file. */
export type Writers<Finished> = Readonly<
  Record<string, (finished: Finished, signal: AbortSignal) => Uint8Array | string | Promise<string>>
>;

/**
 * Looks whether all files can be written, before work starts.
 *
 * @param inputs what the command reads, as `checkNotInput` takes it
 * @throws UsageError for an ending without a writer, a folder that does not exist, or a file that is read
 */
export async function checkOutputs(
  files: readonly string[],
  writers: Writers<never>,
  inputs: readonly (string | undefined)[],
  environment: Environment,
): Promise<void> {
  for (const file of files) {
    if (Object.hasOwn(writers, extname(file).toLowerCase())) continue;
    throw new UsageError(`--out ${file}: the ending chooses the format; give one of ${Object.keys(writers).join(', ')}`);
  }
  for (const file of files) {
    await environment.files.checkTarget(file);
    await checkNotInput('--out', file, inputs, environment);
  }
}

/** Writes a result into each file, in the format of its ending. */
export async function writeOutputs<Finished>(
  files: readonly string[],
  writers: Writers<Finished>,
  finished: Finished,
  environment: Environment,
): Promise<void> {
  for (const file of files) {
    await heed(environment.signal);
    const content = await writers[extname(file).toLowerCase()](finished, environment.signal);
    await heed(environment.signal);
    await environment.files.write(file, content);
  }
}
