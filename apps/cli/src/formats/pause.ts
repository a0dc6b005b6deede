import { setImmediate } from 'node:timers/promises';

/** Lets others have their turn between pieces of long work, and ends it where it is no longer wanted. */
export function pauseFor(signal: AbortSignal): () => Promise<void> {
  return async () => {
    await setImmediate();
    signal.throwIfAborted();
  };
}

/**
 * Before or after work that does not give way: ends it where it is no longer wanted. Ctrl-C is noticed between two turns of the event
 * loop, and the first pause may end in the turn that it began in.
 */
export async function heed(signal: AbortSignal): Promise<void> {
  await setImmediate();
  await setImmediate();
  signal.throwIfAborted();
}
