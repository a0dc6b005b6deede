import type { AlignmentProblem, Backend, SolveProgress } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import { isList, refuse } from '@rubato/core/check';

export { checkNumber, checkOptions, checkWhole, isList, refuse } from '@rubato/core/check';

/** Refuses anything but a finite number above 0. */
export function checkAboveZero(argument: string, value: unknown): void {
  if (!(typeof value === 'number' && value > 0 && value < Infinity)) refuse(argument, value, 'a number above 0');
}

/** Refuses unless `value` is a list of just `length` numbers. */
export function checkList(argument: string, value: unknown, length: number): asserts value is ArrayLike<number> {
  if (!isList(value)) refuse(argument, value, `${length} numbers`);
  const found = value.length;
  if (found !== length) throw new InvalidArgumentError({ argument, found: `${found} long`, expected: `${length} numbers` });
}

/** Refuses what `normaliseProblem` has not made, by its form. */
export function checkProblem(problem: unknown, argument: string = 'problem'): asserts problem is AlignmentProblem {
  const { cost, steps, rowLengths, columnLengths, temperature, stepWeights, start, end } = (problem ?? {}) as Partial<AlignmentProblem>;
  const lists: readonly unknown[] = [cost?.shape, steps, rowLengths, columnLengths, temperature, stepWeights?.data];
  if (lists.every(isList) && start?.role === 'start' && end?.role === 'end') return;
  refuse(argument, problem, 'a problem from normaliseProblem');
}

/** What may be said of work that takes time: who does it, what stops it, who is told of it. */
export interface WorkOptions {
  readonly backend?: Backend | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: SolveProgress) => void) | undefined;
}

/** Refuses a backend, signal or progress function that is none, by name. */
export function checkWork({ backend, signal, onProgress }: WorkOptions): void {
  if (backend !== undefined) {
    const solves = typeof backend?.solve === 'function' || typeof backend?.solveSync === 'function';
    if (!solves || typeof backend.supports !== 'function' || typeof backend.limits !== 'object')
      refuse('options.backend', backend, 'an opened backend');
  }
  if (signal !== undefined && (typeof signal?.aborted !== 'boolean' || typeof signal.throwIfAborted !== 'function'))
    refuse('options.signal', signal, 'an AbortSignal');
  if (onProgress !== undefined && typeof onProgress !== 'function') refuse('options.onProgress', onProgress, 'a function');
}

/** Refuses anything but `true`, `false` or nothing. */
export function checkFlag(argument: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') refuse(argument, value, 'true or false');
}
