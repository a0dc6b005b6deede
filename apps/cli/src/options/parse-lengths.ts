import { UsageError } from '../errors.ts';
import { toNumber } from './parse-number.ts';

/**
 * Lengths of items, `"100 80"`.
 *
 * @throws UsageError for what is no whole number of at least 0
 */
export function parseLengths(text: string): readonly number[] {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const lengths = words.map(toNumber);
  const wrong = lengths.findIndex((length) => !Number.isSafeInteger(length) || length < 0);
  if (wrong < 0 && lengths.length > 0) return lengths;
  throw new UsageError(`--lengths: '${words[wrong] ?? ''}' is not a length; give the frames of each item, for example "100 80"`);
}
