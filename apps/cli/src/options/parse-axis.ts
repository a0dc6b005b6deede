import { UsageError } from '../errors.ts';
import type { TimeAxis } from '../files/load-features.ts';

/** @throws UsageError for anything but 0 and 1 */
export function parseAxis(text: string): TimeAxis {
  if (text === '0' || text === '1') return text === '0' ? 0 : 1;
  throw new UsageError(`--axis is '${text}'; give 0 where each row is a frame, 1 where each column is`);
}
