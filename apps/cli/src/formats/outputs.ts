import { extname } from 'node:path';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';

/** A writer for each ending of a file. */
export type Writers<Finished> = Readonly<
  Record<string, (finished: Finished, signal: AbortSignal) => Uint8Array | string | Promise<string>>
>;

/**
 * Looks whether all files can be written, before work starts.
 *
 * @throws UsageError for an ending without a writer, or a folder that does not exist
 */
export async function checkOutputs(files: readonly string[], writers: Writers<never>, environment: Environment): Promise<void> {
  for (const file of files) {
    if (Object.hasOwn(writers, extname(file).toLowerCase())) continue;
    throw new UsageError(`--out ${file}: the ending chooses the format; give one of ${Object.keys(writers).join(', ')}`);
  }
  for (const file of files) await environment.files.checkTarget(file);
}

/** Writes a result into each file, in the format of its ending. */
export async function writeOutputs<Finished>(
  files: readonly string[],
  writers: Writers<Finished>,
  finished: Finished,
  environment: Environment,
): Promise<void> {
  for (const file of files) {
    environment.signal.throwIfAborted();
    await environment.files.write(file, await writers[extname(file).toLowerCase()](finished, environment.signal));
  }
}
