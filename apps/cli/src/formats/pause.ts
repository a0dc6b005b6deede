import { setImmediate } from 'node:timers/promises';

/** Lets others have their turn between pieces of long work, and ends it where it is no longer wanted. */
export function pauseFor(signal: AbortSignal): () => Promise<void> {
  return async () => {
    await setImmediate();
    signal.throwIfAborted();
  };
}
