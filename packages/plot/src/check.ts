import { PlotError } from './errors.ts';

/** The largest side of anything drawn: beyond it indices are no longer exact in 32 bits. */
const LARGEST_SIDE = 2 ** 31 - 1;

/** Refuses what cannot be read by index. */
export function checkList(argument: string, value: unknown): void {
  const list = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  if (!list) throw new PlotError(argument, 'is no list', 'an array or a typed array');
}

/** Refuses a list of another length. */
export function checkLength(argument: string, list: ArrayLike<unknown>, length: number, meaning: string): void {
  checkList(argument, list);
  if (list.length !== length)
    throw new PlotError(argument, `has ${list.length} ${list.length === 1 ? 'number' : 'numbers'}`, `${length}, ${meaning}`);
}

/** Refuses what is no whole number from `least` on. */
export function checkCount(argument: string, value: unknown, least = 1): void {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= LARGEST_SIDE) return;
  throw new PlotError(argument, `is ${String(value)}`, `a whole number from ${least} to ${LARGEST_SIDE}`);
}

/** Refuses numbers that are not finite. */
export function checkFinite(argument: string, list: ArrayLike<number>): void {
  checkList(argument, list);
  for (let i = 0; i < list.length; i++) {
    if (!Number.isFinite(list[i])) throw new PlotError(`${argument}[${i}]`, `is ${String(list[i])}`, 'a finite number');
  }
}

/** Refuses times that do not increase. */
export function checkTimes(argument: string, times: ArrayLike<number>): void {
  checkFinite(argument, times);
  for (let i = 1; i < times.length; i++) {
    if (!(times[i] > times[i - 1]))
      throw new PlotError(`${argument}[${i}]`, `is ${times[i]}`, `a number above ${times[i - 1]}, the time before`);
  }
}

/** Refuses a rate that is no finite number above 0. */
export function checkRate(argument: string, rate: number | undefined): void {
  if (rate === undefined || (rate > 0 && rate < Infinity)) return;
  throw new PlotError(argument, `is ${String(rate)}`, 'a finite number above 0, frames a second');
}

/** Refuses (row, column) pairs that lie outside a matrix. */
export function checkPath(argument: string, path: ArrayLike<number>, rows: number, columns: number): void {
  checkList(argument, path);
  if (path.length % 2 !== 0) throw new PlotError(argument, `has ${path.length} numbers`, 'two for each cell, row and column');
  for (let i = 0; i < path.length; i++) {
    const side = i % 2 === 0 ? rows : columns;
    if (Number.isInteger(path[i]) && path[i] >= 0 && path[i] < side) continue;
    throw new PlotError(`${argument}[${i}]`, `is ${String(path[i])}`, `a whole number from 0 to ${side - 1}`);
  }
}
