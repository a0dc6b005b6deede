import { UsageError } from '../errors.ts';
import { toNumber } from './parse-number.ts';

/** Frames a second of both sequences. */
export interface Rates {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Frames a second: one number for both sequences, or two with a comma.
 *
 * @throws UsageError for what is no number above 0
 */
export function parseRates(text: string): Rates {
  const [rows, columns = rows, ...more] = text.split(',').map((word) => toNumber(word.trim()));
  if (more.length === 0 && [rows, columns].every((rate) => rate > 0 && rate < Infinity)) return { rows, columns };
  throw new UsageError(`--rate is '${text}'; give frames a second, for example 50, or 50,43.07 for A and B`);
}
