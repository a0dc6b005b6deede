import type { Instance } from '../module/instance.ts';
import { DONE, FREE, READY, RUNNING } from '../threads/control.ts';
import type { ThreadPool } from '../threads/thread-pool.ts';
import type { ItemWork } from './item-work.ts';
import { STRIPS } from './item-work.ts';

/** Cells between two looks at the clock: less than a millisecond's worth. */
const SLICE_CELLS = 2 ** 17;

type Advance = (address: number, cells: number) => number;

function kernelsOf({ exports }: Instance, { kernel }: ItemWork): Advance {
  return kernel === STRIPS
    ? (address, cells) => exports.advanceStrips(address, cells)
    : (address, cells) => exports.advanceRows(address, cells);
}

/**
 * Works on all items, one after the other, in this thread.
 *
 * @returns whether the kernels could represent all of them
 */
export function* runItems(instance: Instance, work: ItemWork): Generator<number, boolean, void> {
  instance.begin(work.bytes);
  const address = instance.take(work.bytes);
  const advance = kernelsOf(instance, work);
  work.prepare(instance, address);
  for (let b = 0; b < work.batch; b++) {
    if (!work.write(instance, address, b)) continue;
    for (let done = advance(address, SLICE_CELLS); done > 0; done = advance(address, SLICE_CELLS)) yield done;
    if (!work.read(instance, address, b)) return false;
  }
  return true;
}

/** How many items stand in memory at once. */
export function itemsAtOnce(batch: number, pool: ThreadPool | undefined): number {
  return pool === undefined ? 1 : Math.min(batch, 1 + pool.slots);
}

/**
 * The same with the help of threads: this one fills the workers' slots and reads them, and works itself in between. Every item is
 * computed by one thread alone, in the same way: the bits do not depend on who does it.
 */
export function* runItemsOnThreads(instance: Instance, pool: ThreadPool, work: ItemWork): Generator<number, boolean, void> {
  const slots = itemsAtOnce(work.batch, pool) - 1;
  instance.begin(work.bytes * (slots + 1));
  const advance = kernelsOf(instance, work);
  const addresses = Array.from({ length: slots + 1 }, () => instance.take(work.bytes));
  addresses.forEach((address, slot) => {
    work.prepare(instance, address);
    if (slot < slots) pool.describe(slot, work.kernel, address);
  });
  /** The item in each slot; the last is this thread's own. */
  const items = new Int32Array(slots + 1).fill(-1);
  let next = 0;
  let pending = 0;
  let represented = true;
  /** A worker's slot that this thread works on. */
  let helping = -1;

  const fill = (slot: number): boolean => {
    while (next < work.batch) {
      const b = next++;
      if (!work.write(instance, addresses[slot], b)) continue;
      items[slot] = b;
      return true;
    }
    return false;
  };
  const empty = (slot: number): void => {
    if (!work.read(instance, addresses[slot], items[slot])) represented = false;
    items[slot] = -1;
  };

  try {
    for (;;) {
      const seen = pool.finished;
      for (let slot = 0; slot < slots; slot++) {
        if (pool.state(slot) === DONE) {
          const done = work.effort(items[slot]);
          empty(slot);
          pool.setState(slot, FREE);
          pending--;
          yield done;
        }
        if (pool.state(slot) === FREE && fill(slot)) {
          pending++;
          pool.setState(slot, READY);
          pool.wake(slot);
        }
      }
      if (items[slots] >= 0 || fill(slots)) {
        const done = advance(addresses[slots], SLICE_CELLS);
        if (done === 0) empty(slots);
        yield done;
        continue;
      }
      if (pending === 0) return represented;
      // Nothing left to hand out: help with what waits in a worker's second slot.
      helping = items.findIndex((_, slot) => slot < slots && pool.claim(slot, READY, RUNNING));
      if (helping >= 0) {
        const address = addresses[helping];
        for (let done = advance(address, SLICE_CELLS); done > 0; done = advance(address, SLICE_CELLS)) yield 0;
        pool.setState(helping, DONE);
        helping = -1;
        continue;
      }
      pool.pause(seen);
      yield 0;
    }
  } finally {
    if (helping >= 0) pool.setState(helping, DONE);
    if (pending > 0) abandon(pool, slots);
  }
}

/** Leaves the pool as it was found, after an abort or an error. */
function abandon(pool: ThreadPool, slots: number): void {
  pool.cancel(true);
  for (let slot = 0; slot < slots; slot++) {
    if (pool.claim(slot, READY, FREE)) continue;
    while (pool.state(slot) === RUNNING) pool.pause(pool.finished);
    pool.setState(slot, FREE);
  }
  pool.cancel(false);
}
