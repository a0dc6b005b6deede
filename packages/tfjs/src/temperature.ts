import { isList, refuse } from './check.ts';

/** A temperature γ > 0, or one per item; a function is asked for it each time that a loss is computed. */
export type Temperature = number | ArrayLike<number> | (() => number | ArrayLike<number>);

/** A temperature as it is now. Whether it is above 0 is for the problem to say. */
export function temperatureNow(temperature: Temperature): number | ArrayLike<number> {
  const now: unknown = typeof temperature === 'function' ? temperature() : temperature;
  if (typeof now === 'number' || isList(now)) return now as number | ArrayLike<number>;
  return refuse('options.temperature', now, 'a number above 0, one per item, or a function that gives them');
}
