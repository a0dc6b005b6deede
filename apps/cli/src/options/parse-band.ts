import type { BandInput } from '@rubato/core';
import { UsageError } from '../errors.ts';
import { toNumber } from './parse-number.ts';

/**
 * A band about the diagonal: `sakoe-chiba:RADIUS` in columns, or `itakura:SLOPE`.
 *
 * @throws UsageError for another name, a radius below 0 or a slope below 1
 */
export function parseBand(text: string): BandInput {
  const [name, value = '', more] = text.split(':');
  const number = toNumber(value.trim());
  if (more === undefined && name === 'sakoe-chiba' && number >= 0) return { kind: 'sakoeChiba', radius: number };
  if (more === undefined && name === 'itakura' && number >= 1) return { kind: 'itakura', slope: number };
  const right = 'give sakoe-chiba:RADIUS (columns to each side, at least 0) or itakura:SLOPE (at least 1)';
  throw new UsageError(`--band is '${text}'; ${right}`);
}
