import type { AlignedItem, ForcedAlignment } from '@rubato/decoders';
import { expect } from 'vitest';

/** The result of an item that has a path. */
export function expectAligned(item: ForcedAlignment): AlignedItem {
  if (item.status !== 'aligned') expect.fail(item.reason);
  return item;
}
