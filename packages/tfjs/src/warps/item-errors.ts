import { InvalidArgumentError } from '@rubato/core';
import type { Infeasibility } from '@rubato/gdtw';
import { InfeasibleWarpError } from '@rubato/gdtw';

/**
 * The constraints of an item of a batch contradict each other; nothing was solved. An `InfeasibleWarpError` that also says which item.
 *
 * @example
 * ```ts
 * import { InfeasibleItemError } from '@rubato/tfjs';
 * new InfeasibleItemError(3, { constraint: 'band', knot: 2, reason: 'knot 2 (band): its range is empty' }).item; // → 3
 * ```
 */
export class InfeasibleItemError extends InfeasibleWarpError {
  readonly item: number;

  constructor(item: number, { constraint, knot, reason }: Infeasibility) {
    super({ constraint, knot, reason: `item ${item}: ${reason}` });
    this.item = item;
  }
}

/** What an argument of one item's problem is called in the batch, and where a number of it stands there. */
export type BatchName = (index: readonly number[] | undefined) => {
  readonly argument: string;
  readonly index: readonly number[] | undefined;
};

/** Runs work on one item, and tells its errors by the caller's names and indices. */
export function inBatch<T>(names: Readonly<Record<string, BatchName>>, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw renamed(names, error);
  }
}

/** An error by the caller's names and indices, where it is about an argument. */
export function renamed(names: Readonly<Record<string, BatchName>>, error: unknown): unknown {
  if (!(error instanceof InvalidArgumentError)) return error;
  const { found, expected } = error;
  const { argument, index } = (names[error.argument] ?? sameName(error.argument))(error.index);
  return new InvalidArgumentError({ argument, found, expected, ...(index === undefined ? {} : { index }) });
}

/** What a problem of `@rubato/gdtw` takes is an option here. */
const sameName =
  (argument: string): BatchName =>
  (index) => ({ argument: argument.replace(/^(problem\.|(?=signalLoss|warpPenalty))/, 'options.'), index });
