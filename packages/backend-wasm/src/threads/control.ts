/**
 * The numbers through which the threads speak, as places in a shared Int32Array. `worker.js` has them too, since it imports nothing.
 */
export const STOP = 0;
export const CANCEL = 1;
/** Goes up by one with every item that a worker has finished. */
export const FINISHED = 2;
/** From here on one number a worker: goes up by one when there is something new for it. */
export const SIGNALS = 16;
/** From here on four numbers a slot: its state, the kernels that it is for, its address. */
export const SLOTS = 80;
export const SLOT_NUMBERS = 4;

/** States of a slot. */
export const FREE = 0;
export const READY = 1;
export const RUNNING = 2;
export const DONE = 3;

/** More threads than any machine of today makes use of here. */
export const MOST_THREADS = 64;
/** Slots of a worker: it works on one while the other is filled. */
export const SLOTS_OF_WORKER = 2;

/** Numbers in the control array. */
export const CONTROL_LENGTH: number = SLOTS + SLOT_NUMBERS * SLOTS_OF_WORKER * MOST_THREADS;
