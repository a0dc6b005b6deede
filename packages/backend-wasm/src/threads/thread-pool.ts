import { live } from '../live.ts';
import { CANCEL, CONTROL_LENGTH, FINISHED, SIGNALS, SLOT_NUMBERS, SLOTS, SLOTS_OF_WORKER, STOP } from './control.ts';
import type { StartedWorker } from './start-worker.ts';
import { startWorker } from './start-worker.ts';

/** Whether this thread may sleep on a shared number: the main thread of a page may not. */
function maySleep(control: Int32Array): boolean {
  try {
    Atomics.wait(control, STOP, 1, 0);
    return true;
  } catch {
    return false;
  }
}

/** Worker threads that share the memory of one instance of the kernels. */
export class ThreadPool {
  /** How many slots the workers have; slot s belongs to worker floor(s / 2). */
  readonly slots: number;
  /** How many workers there are. */
  readonly count: number;
  readonly control: Int32Array;
  private readonly workers: readonly StartedWorker[];
  private readonly sleeps: boolean;

  private constructor(control: Int32Array, workers: readonly StartedWorker[]) {
    this.control = control;
    this.workers = workers;
    this.count = workers.length;
    this.slots = SLOTS_OF_WORKER * workers.length;
    this.sleeps = maySleep(control);
    live.workers += workers.length;
  }

  /** Starts workers and waits until all of them are ready. */
  static async start(module: WebAssembly.Module, memory: WebAssembly.Memory, count: number): Promise<ThreadPool> {
    const control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_LENGTH));
    const starting = Array.from({ length: count }, (_, number) =>
      startWorker({ module, memory, control, number, slots: [SLOTS_OF_WORKER * number, SLOTS_OF_WORKER * number + 1] }),
    );
    try {
      return new ThreadPool(control, await Promise.all(starting));
    } catch (error) {
      Atomics.store(control, STOP, 1);
      const started = await Promise.allSettled(starting);
      await Promise.all(started.flatMap((worker) => (worker.status === 'fulfilled' ? [worker.value.terminate()] : [])));
      throw error;
    }
  }

  state(slot: number): number {
    return Atomics.load(this.control, SLOTS + SLOT_NUMBERS * slot);
  }

  setState(slot: number, state: number): void {
    Atomics.store(this.control, SLOTS + SLOT_NUMBERS * slot, state);
  }

  /** Changes a slot's state from one to another; false where it was not in the first. */
  claim(slot: number, from: number, to: number): boolean {
    return Atomics.compareExchange(this.control, SLOTS + SLOT_NUMBERS * slot, from, to) === from;
  }

  /** Tells which kernels a slot is for, and where it stands. */
  describe(slot: number, kernel: number, address: number): void {
    this.control[SLOTS + SLOT_NUMBERS * slot + 1] = kernel;
    this.control[SLOTS + SLOT_NUMBERS * slot + 2] = address;
  }

  /** Wakes the worker that a slot belongs to. */
  wake(slot: number): void {
    const place = SIGNALS + Math.floor(slot / SLOTS_OF_WORKER);
    Atomics.add(this.control, place, 1);
    Atomics.notify(this.control, place);
  }

  get finished(): number {
    return Atomics.load(this.control, FINISHED);
  }

  /** Sleeps until more items are finished than `seen`, a millisecond at most; where sleeping is not allowed it returns at once. */
  pause(seen: number): void {
    if (this.sleeps) Atomics.wait(this.control, FINISHED, seen, 1);
  }

  /** Whether workers shall leave what they are at. */
  cancel(wanted: boolean): void {
    Atomics.store(this.control, CANCEL, wanted ? 1 : 0);
  }

  async dispose(): Promise<void> {
    Atomics.store(this.control, STOP, 1);
    live.workers -= this.workers.length;
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}
