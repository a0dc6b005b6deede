import { createRandom } from '@rubato/core';
import type { Signal, WarpProblem } from '@rubato/gdtw';
import { createSignal, createWarpProblem } from '@rubato/gdtw';
import type { WarpCase } from './warp-cases.ts';

/** What is aligned: rows of both signals, at even times from 0 to 1. */
export interface WarpInput {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly (readonly number[])[];
}

/** Two waves with noise, the second one in another time. */
export function makeWarpInput({ length, channels }: Pick<WarpCase, 'length' | 'channels'>, seed: number): WarpInput {
  const random = createRandom(seed);
  const rows = (bend: number): number[][] =>
    Array.from({ length }, (_, i) => {
      const time = 30 * (i / (length - 1)) ** bend;
      return Array.from({ length: channels }, (__, c) => Math.sin(time + c) + Math.sin(0.4 * time + 1 + c) + 0.1 * random());
    });
  return { x: rows(1), y: rows(1.3) };
}

export function makeWarpProblem({ x, y }: WarpInput, lambda: number): WarpProblem {
  return createWarpProblem({ x: atEvenTimes(x), y: atEvenTimes(y), lambda });
}

function atEvenTimes(rows: readonly (readonly number[])[]): Signal {
  return createSignal(rows, { times: rows.map((_, i) => i / (rows.length - 1)) });
}
