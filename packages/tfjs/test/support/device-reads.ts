import { tf } from './tf.ts';

/** What of tfjs's WebGPU backend tells where numbers are. */
interface TfjsOnWebGpu {
  readonly tensorMap: { get(dataId: object): { readonly values?: unknown } };
  readSync: (dataId: object) => unknown;
}

/** Lets nothing that is on the device alone be read synchronously while `work` goes on: it throws. */
export async function withoutDeviceReads(work: () => Promise<void>): Promise<void> {
  const backend = tf.backend() as unknown as TfjsOnWebGpu;
  const { readSync } = backend;
  backend.readSync = (dataId) => {
    // What was never uploaded is read from the host.
    if ((backend.tensorMap.get(dataId).values ?? undefined) === undefined) throw new Error('a read-back from the device');
    return readSync.call(backend, dataId);
  };
  try {
    await work();
  } finally {
    backend.readSync = readSync;
  }
}
