import { FailureError } from '../errors.ts';
import { formatBytes } from '../formats/quantities.ts';

/** What is allowed where no bound is given: 4 GiB, as for the files themselves. */
export const DEFAULT_MAX_BYTES: number = 2 ** 32;

/**
 * Looks before memory is taken whether it may be.
 *
 * @param what needs the bytes, with its verb: `warping a.csv to b.csv needs`
 * @param advice what to do in place of raising the bound
 * @throws FailureError with both numbers
 */
export function checkBytes(what: string, bytes: number, maxBytes: number = DEFAULT_MAX_BYTES, advice = ''): void {
  if (bytes <= maxBytes) return;
  throw new FailureError(
    `${what} ${formatBytes(bytes)}, more than the ${formatBytes(maxBytes)} allowed; raise --max-bytes${advice === '' ? '' : ` or ${advice}`}`,
  );
}
