import type { LatticeArray } from '@rubato/core';
import type { BenchCase } from '../cases/bench-case.ts';
import type { Task } from '../cases/task.ts';

/** What is timed of a case. `backward` is what the gradient takes on top of the value. */
export type Measure = 'forward' | 'backward' | 'both' | 'path';

/** Nanoseconds of one run, by what was timed. */
export type Sample = Readonly<Partial<Record<Measure, number>>>;

/** What a contender computed, so that answers are compared before anything is timed. */
export interface Answer {
  readonly values: ArrayLike<number>;
  /** By the cost as it was given: [B, N, M], [B, N, K] for CTC, x and y one after the other for features. */
  readonly gradient?: LatticeArray['data'];
  /** Pairs (row, column) of the first item's path. */
  readonly path?: ArrayLike<number>;
}

/** How far an answer may be from the reference's: relative to a value above 1, absolute for gradients. */
export interface Tolerance {
  readonly value: number;
  readonly gradient: number;
}

/** A contender that holds a task's inputs in the form it likes best. */
export interface Entry {
  answer(): Promise<Answer>;
  /** Runs the work once and times it, nothing else. */
  sample(): Promise<Sample>;
  leave(): Promise<void>;
}

/** Why a contender is not there, or does not take a case. */
export interface Absence {
  readonly absent: string;
}

/** Somebody to measure. */
export interface Contender {
  readonly id: string;
  readonly label: string;
  readonly threads: number;
  readonly ours: boolean;
  readonly tolerance: Tolerance;
  readonly kinds: readonly BenchCase['kind'][];
  enter(task: Task): Promise<Entry | Absence>;
  close(): Promise<void>;
}

/** A contender's name and how it is opened, which may show that it is absent. */
export interface ContenderEntry {
  readonly id: string;
  readonly label: string;
  readonly open: () => Promise<Contender | Absence>;
}

export function isAbsent<T extends object>(found: T | Absence): found is Absence {
  return 'absent' in found;
}

/** The nanoseconds that an action takes. */
export function elapsed(action: () => void): number {
  const start = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - start);
}
