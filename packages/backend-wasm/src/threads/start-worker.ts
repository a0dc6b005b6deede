/** What a worker is told when it starts. */
export interface WorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: Int32Array;
  readonly number: number;
  readonly slots: readonly number[];
}

/** What this package uses of workers, in Node and in browsers. */
interface NodeWorker {
  once(event: 'message' | 'error', listener: (value: unknown) => void): void;
  unref(): void;
  terminate(): Promise<number>;
}

interface NodeWorkers {
  readonly Worker: new (file: URL, options: { workerData: WorkerData }) => NodeWorker;
}

/** A started worker: it can only be stopped. */
export interface StartedWorker {
  terminate(): Promise<void>;
}

/** Starts a worker and waits until it is ready. */
export function startWorker(data: WorkerData): Promise<StartedWorker> {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const workers = process?.getBuiltinModule?.('node:worker_threads') as NodeWorkers | undefined;
  return workers === undefined ? startWebWorker(data) : startNodeWorker(workers, data);
}

function startNodeWorker({ Worker: NodeWorkerClass }: NodeWorkers, data: WorkerData): Promise<StartedWorker> {
  return new Promise((resolve, reject) => {
    const worker = new NodeWorkerClass(new URL('./worker.js', import.meta.url), { workerData: data });
    worker.once('error', reject);
    worker.once('message', () => {
      // An idle worker does not keep a program running.
      worker.unref();
      resolve({ terminate: async () => void (await worker.terminate()) });
    });
  });
}

function startWebWorker(data: WorkerData): Promise<StartedWorker> {
  return new Promise((resolve, reject) => {
    // Bundlers look for just this expression.
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    const stop = (): Promise<void> => Promise.resolve(worker.terminate());
    worker.addEventListener('error', (event) => reject(new Error(`a worker could not be started: ${event.message}`)), { once: true });
    worker.addEventListener('message', () => resolve({ terminate: stop }), { once: true });
    // A worker has no origin to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage(data);
  });
}
