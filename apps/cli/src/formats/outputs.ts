import { extname } from 'node:path';
import type { AlignmentProblem } from '@rubato/core';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { pathCsv } from './path-csv.ts';
import { resultJson } from './path-json.ts';
import { resultNpz } from './path-npz.ts';
import { type FigureNames, resultSvg } from './path-svg.ts';
import type { AlignmentResult } from './result.ts';

/** What a writer may look at. */
export interface Finished {
  readonly result: AlignmentResult;
  readonly problem: AlignmentProblem;
  readonly figure: FigureNames;
}

type Writer = (finished: Finished, signal: AbortSignal) => Uint8Array | string | Promise<string>;

/** A writer for each ending: a new format is a file and a line here. */
const writers: Readonly<Record<string, Writer>> = {
  '.csv': ({ result }) => pathCsv(result),
  '.json': ({ result }) => resultJson(result, true),
  '.npz': ({ result }) => resultNpz(result),
  '.svg': ({ result, problem, figure }, signal) => resultSvg(result, problem, figure, signal),
};

/**
 * Looks whether all files can be written, before work starts.
 *
 * @param formatted those of them whose ending chooses the format
 * @throws UsageError for an ending without a writer, or a folder that does not exist
 */
export async function checkOutputs(files: readonly string[], formatted: readonly string[], environment: Environment): Promise<void> {
  for (const file of formatted) {
    if (Object.hasOwn(writers, extname(file).toLowerCase())) continue;
    throw new UsageError(`--out ${file}: the ending chooses the format; give one of ${Object.keys(writers).join(', ')}`);
  }
  for (const file of files) await environment.files.checkTarget(file);
}

/** Writes one file of a result in the format of its ending. */
export async function writeOutput(file: string, finished: Finished, environment: Environment): Promise<void> {
  environment.signal.throwIfAborted();
  await environment.files.write(file, await writers[extname(file).toLowerCase()](finished, environment.signal));
}
