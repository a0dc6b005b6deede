import { InvalidArgumentError } from '@rubato/core';
import { FileFormatError } from '@rubato/io';
import { CommanderError } from 'commander';

/** Wrong usage or bad input: the message says what to do, and the command ends with exit code 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

/** The question was right, and there is no answer: exit code 1. */
export class FailureError extends Error {
  override readonly name: string = 'FailureError';
}

/** Ended by Ctrl-C, as shells count it: 128 + SIGINT. */
const INTERRUPTED = 130;

/** 0 done, 1 failure, 2 bad input or usage, 130 interrupted. */
export function exitCodeOf(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) return INTERRUPTED;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof UsageError || error instanceof FileFormatError || error instanceof InvalidArgumentError ? 2 : 1;
}

/** An error as one line that says what to do. */
export function errorLine(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'rubato: interrupted';
  const message = error instanceof Error ? error.message : String(error);
  return `rubato: ${message
    .replace(/^error: /, '')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')}`;
}

/** What part of a problem stands for which option or file of the command line. */
export type ArgumentNames = Readonly<Record<string, string | ((index: readonly number[]) => string)>>;

/**
 * Runs something; errors about its arguments are told in the words of the command line: `cost.x[0, 3, 5] is NaN; …` becomes
 * `a.npy: frame 3, feature 5 is NaN; …`. The longest name that the argument begins with counts; arguments without a name and other
 * errors stay as they are.
 */
export function inCommandLineWords<T>(names: ArgumentNames, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof InvalidArgumentError ? reworded(error, names) : error;
  }
}

/** The same for work that is waited for. */
export async function inCommandLineWordsLater<T>(names: ArgumentNames, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof InvalidArgumentError ? reworded(error, names) : error;
  }
}

function reworded(error: InvalidArgumentError, names: ArgumentNames): Error {
  const name = Object.keys(names)
    .filter((prefix) => error.argument === prefix || error.argument.startsWith(`${prefix}.`))
    .reduce((longest, prefix) => (prefix.length > longest.length ? prefix : longest), '');
  const place = names[name];
  if (place === undefined) return error;
  const { index } = error;
  const rest = error.message.slice(error.argument.length + (index === undefined ? 0 : `[${index.join(', ')}]`.length));
  return new UsageError((typeof place === 'string' ? place : place(index ?? [])) + rest, { cause: error });
}
