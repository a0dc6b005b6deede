import { PlotError } from './errors.ts';
import { checkTheme } from './page/theme.ts';
import { shown } from './shown.ts';

/** The largest side of anything drawn: beyond it indices are no longer exact in 32 bits. */
const LARGEST_SIDE = 2 ** 31 - 1;
/** Rounding may move a probability this far beyond its ends. */
export const ROUNDING = 1e-4;

/** "1 number", "2 numbers". */
export function plural(count: number, noun: string, nouns: string = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** Refuses what has no properties. */
export function checkObject(argument: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new PlotError(argument, `is ${shown(value)}`, 'an object');
}

/** Refuses what every picture refuses: options that are none, titles that are no texts, and other themes. */
export function checkPicture(picture: { readonly title?: unknown; readonly subtitle?: unknown; readonly theme?: unknown }): void {
  checkObject('picture', picture);
  for (const name of ['title', 'subtitle'] as const) if (picture[name] !== undefined) checkText(name, picture[name]);
  if (picture.theme !== undefined) checkTheme(picture.theme);
}

export function checkText(argument: string, value: unknown): void {
  if (typeof value !== 'string') throw new PlotError(argument, `is ${shown(value)}`, 'a text');
}

/** Refuses what is no array of 1 or more of something; each of them is looked at by the caller. */
export function checkArray(argument: string, value: unknown, least: number, most: number, nouns: string): void {
  if (Array.isArray(value) && value.length >= least && value.length <= most) return;
  const count = most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  throw new PlotError(argument, Array.isArray(value) ? `has ${value.length}` : `is ${shown(value)}`, `a list of ${count} ${nouns}`);
}

/** Refuses what cannot be read by index. */
export function checkList(argument: string, value: unknown): void {
  const list = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  if (!list) throw new PlotError(argument, 'is no list', 'an array or a typed array');
}

/** Refuses numbers of another count, and what is no number; NaN and infinities are some. */
export function checkLength(argument: string, list: ArrayLike<unknown>, length: number, meaning: string): void {
  checkList(argument, list);
  if (list.length !== length) throw new PlotError(argument, `has ${plural(list.length, 'number')}`, `${length}, ${meaning}`);
  // What a typed array holds are numbers.
  if (!Array.isArray(list)) return;
  const wrong = list.findIndex((value) => typeof value !== 'number');
  if (wrong >= 0) throw new PlotError(`${argument}[${wrong}]`, `is ${shown(list[wrong])}`, 'a number');
}

/** Refuses what is no whole number from `least` on. */
export function checkCount(argument: string, value: unknown, least: number = 1, most: number = LARGEST_SIDE): void {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
  throw new PlotError(argument, `is ${shown(value)}`, `a whole number from ${least} to ${most}`);
}

/** Refuses numbers that are not finite. */
export function checkFinite(argument: string, list: ArrayLike<number>): void {
  checkList(argument, list);
  for (let i = 0; i < list.length; i++) {
    if (!Number.isFinite(list[i])) throw new PlotError(`${argument}[${i}]`, `is ${shown(list[i])}`, 'a finite number');
  }
}

/** Refuses mass below 0, but for rounding: colours from 0 on would tell it wrong. NaN and infinities are shown as such. */
export function checkMass(argument: string, list: ArrayLike<number>): void {
  for (let i = 0; i < list.length; i++) {
    if (list[i] < -ROUNDING) throw new PlotError(`${argument}[${i}]`, `is ${list[i]}`, 'mass: a number from 0 on');
  }
}

/** Refuses times that do not increase, and those further apart than numbers reach. */
export function checkTimes(argument: string, times: ArrayLike<number>): void {
  checkFinite(argument, times);
  for (let i = 1; i < times.length; i++) {
    if (!(times[i] > times[i - 1]))
      throw new PlotError(`${argument}[${i}]`, `is ${times[i]}`, `a number above ${times[i - 1]}, the time before`);
  }
  const [first, last] = [times[0], times[times.length - 1]];
  if (times.length > 0 && !Number.isFinite(last - first))
    throw new PlotError(argument, `run from ${first} to ${last}`, 'a range that is a finite number');
}

/** Refuses a rate that is no finite number above 0. */
export function checkRate(argument: string, rate: number | undefined): void {
  if (rate === undefined || (typeof rate === 'number' && rate > 0 && rate < Infinity)) return;
  throw new PlotError(argument, `is ${shown(rate)}`, 'a finite number above 0, frames a second');
}

/** Refuses what does not lie from `from` to `to` within 0 and a length. */
export function checkSpan(argument: string, span: { readonly from: number; readonly to: number }, length: number): void {
  checkObject(argument, span);
  const { from, to } = span;
  if (typeof from === 'number' && typeof to === 'number' && from >= 0 && to >= from && to <= length) return;
  throw new PlotError(argument, `runs from ${shown(from)} to ${shown(to)}`, `from ≤ to within 0 and ${length}`);
}

/** Refuses another number of names, and names that are no texts. */
export function checkNames(argument: string, names: readonly string[] | undefined, count: number): void {
  if (names === undefined) return;
  if (!Array.isArray(names)) throw new PlotError(argument, `is ${shown(names)}`, `a list of ${plural(count, 'text')}, one for each`);
  if (names.length !== count) throw new PlotError(argument, `has ${plural(names.length, 'name')}`, `${count}, one for each`);
  names.forEach((name, i) => checkText(`${argument}[${i}]`, name));
}

/** Refuses (row, column) pairs that lie outside a matrix. */
export function checkPath(argument: string, path: ArrayLike<number>, rows: number, columns: number): void {
  checkList(argument, path);
  if (path.length % 2 !== 0) throw new PlotError(argument, `has ${plural(path.length, 'number')}`, 'two for each cell, row and column');
  for (let i = 0; i < path.length; i++) {
    const side = i % 2 === 0 ? rows : columns;
    if (Number.isInteger(path[i]) && path[i] >= 0 && path[i] < side) continue;
    throw new PlotError(`${argument}[${i}]`, `is ${shown(path[i])}`, `a whole number from 0 to ${side - 1}`);
  }
}
