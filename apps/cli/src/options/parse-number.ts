import { UsageError } from '../errors.ts';

/** A decimal number, or `inf`; NaN for anything else. */
export function toNumber(text: string): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  if (infinite === null) return NaN;
  return infinite[1] === '-' ? -Infinity : Infinity;
}

/** A parser of an option that takes a finite number above 0. */
export function positiveNumber(option: string, example: string): (text: string) => number {
  return (text) => {
    const value = toNumber(text.trim());
    if (value > 0 && value !== Infinity) return value;
    throw new UsageError(`${option} is '${text}'; give a number above 0, for example ${option} ${example}`);
  };
}

/** A parser of an option that takes a whole number from `least` on. */
export function wholeNumber(option: string, least: number): (text: string) => number {
  return (text) => {
    const value = toNumber(text.trim());
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new UsageError(`${option} is '${text}'; give a whole number${least === -Infinity ? '' : ` of at least ${least}`}`);
  };
}

/** A parser of an option that takes a finite number from `least` to `most`. */
export function finiteNumber(option: string, least: number = -Infinity, most: number = Infinity): (text: string) => number {
  const range = `${least === -Infinity ? '' : ` of at least ${least}`}${most === Infinity ? '' : ` of at most ${most}`}`;
  return (text) => {
    const value = toNumber(text.trim());
    if (Number.isFinite(value) && value >= least && value <= most) return value;
    throw new UsageError(`${option} is '${text}'; give a number${range}`);
  };
}

/** A parser of an option that takes one of a few words. */
export function oneOf<Word extends string>(option: string, words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new UsageError(`${option} is '${text}'; give one of ${words.join(', ')}`);
    return found;
  };
}
