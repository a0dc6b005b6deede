import { ThreadPool } from '../threads/thread-pool.ts';
import { Instance } from './instance.ts';

/**
 * The instances of a backend. Solves that go on at the same time have one each; when they end, the first is kept with its memory, and
 * the others are let go. Threads belong to the first.
 */
export class InstancePool {
  private readonly module: WebAssembly.Module;
  private readonly shared: boolean;
  private readonly first: Instance;
  private readonly workers: ThreadPool | undefined;
  private busy = false;

  private constructor(module: WebAssembly.Module, shared: boolean, first: Instance, workers: ThreadPool | undefined) {
    this.module = module;
    this.shared = shared;
    this.first = first;
    this.workers = workers;
  }

  /** Instantiates the module and starts as many threads as are wanted beside this one. */
  static async open(module: WebAssembly.Module, threads: number): Promise<InstancePool> {
    const shared = threads > 1;
    const first = new Instance(module, shared);
    const workers = shared ? await ThreadPool.start(module, first.memory, threads - 1) : undefined;
    return new InstancePool(module, shared, first, workers);
  }

  /** Threads that work on a batch, this one included. */
  get threads(): number {
    return 1 + (this.workers?.count ?? 0);
  }

  get pooled(): ThreadPool | undefined {
    return this.workers;
  }

  acquire(): Instance {
    if (this.busy) return new Instance(this.module, this.shared);
    this.busy = true;
    return this.first;
  }

  release(instance: Instance): void {
    if (instance === this.first) this.busy = false;
  }

  /** The threads that share an instance's memory. */
  threadsOf(instance: Instance): ThreadPool | undefined {
    return instance === this.first ? this.workers : undefined;
  }

  async dispose(): Promise<void> {
    await this.workers?.dispose();
  }
}
