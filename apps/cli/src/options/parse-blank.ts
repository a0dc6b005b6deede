import type { Blank } from '@rubato/decoders';
import { UsageError } from '../errors.ts';
import { toNumber } from './parse-number.ts';

/**
 * The class of the blank, or `none`.
 *
 * @throws UsageError for anything but a whole number of at least 0 and `none`
 */
export function parseBlank(text: string): Blank {
  if (text === 'none') return text;
  const value = toNumber(text.trim());
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new UsageError(`--blank is '${text}'; give the class of the blank, a whole number of at least 0, or none`);
}
