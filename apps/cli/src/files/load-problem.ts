import { type AlignmentProblem, normaliseProblem, type Precision } from '@rubato/core';
import { decodeJson, type JsonValue, readProblem } from '@rubato/io';
import type { Environment } from '../environment.ts';
import { inFile } from './load-array.ts';
import { decodeText } from './text.ts';

/** How a problem file is read. */
export interface ProblemChoice {
  readonly maxBytes?: number;
  readonly precision?: Precision;
}

/**
 * The problem in a file, or undefined where it holds something else.
 *
 * @throws UsageError that begins with the file, where a problem is wrong
 */
export async function loadProblem(
  file: string,
  { maxBytes, precision }: ProblemChoice,
  environment: Environment,
): Promise<AlignmentProblem | undefined> {
  if (!/\.json$/i.test(file)) return undefined;
  const text = decodeText(await environment.files.read(file, maxBytes), file);
  const limits = maxBytes === undefined ? {} : { maxBytes };
  // As `writeProblem` begins; by hand it may stand anywhere.
  const isProblem = /^\s*\{\s*"rubato"\s*:/.test(text) || inFile(file, () => holdsProblem(decodeJson(text, limits)));
  if (!isProblem) return undefined;
  return inFile(file, () => normaliseProblem({ ...readProblem(text, limits), ...(precision === undefined ? {} : { precision }) }));
}

function holdsProblem(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'rubato');
}
