import * as functions from './functions.ts';
import type { MinimumFunction } from './record.ts';

const records: readonly MinimumFunction[] = Object.values(functions);

/**
 * The minimum functions by name, for problems that carry a name and no function: frozen, and without a prototype, so
 * that a name such as `constructor` finds nothing.
 *
 * @example
 * ```ts
 * import { minimumFunctions } from '@rubato/minimum';
 * minimumFunctions['softmin'].associative; // → true
 * Object.keys(minimumFunctions).sort(); // → ['hardmin', 'smoothmin', 'softmin', 'sparsemin']
 * ```
 */
export const minimumFunctions: Readonly<Record<string, MinimumFunction>> = Object.freeze(
  records.reduce<Record<string, MinimumFunction>>(
    (byName, record) => {
      byName[record.name] = record;
      return byName;
    },
    Object.create(null) as Record<string, MinimumFunction>,
  ),
);
