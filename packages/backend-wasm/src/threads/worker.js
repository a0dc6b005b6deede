// A thread of the WebAssembly backend: works on the items in its slots until it is told to stop. It imports nothing, so that it runs
// wherever its file is put; the numbers are those of control.ts.

const [STOP, CANCEL, FINISHED, SIGNALS, SLOTS, SLOT_NUMBERS] = [0, 1, 2, 16, 80, 4];
const [READY, RUNNING, DONE] = [1, 2, 3];
/** Cells between two looks at whether the work is still wanted. */
const SLICE = 2 ** 17;

/**
 * @param {{ module: WebAssembly.Module, memory: WebAssembly.Memory, control: Int32Array, number: number, slots: number[] }} data
 * @param {() => void} ready
 */
function serve({ module, memory, control, number, slots }, ready) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = [exports['advanceStrips'], exports['advanceRows']];
  ready();
  while (Atomics.load(control, STOP) === 0) {
    const signal = Atomics.load(control, SIGNALS + number);
    let worked = false;
    for (const slot of slots) {
      const place = SLOTS + SLOT_NUMBERS * slot;
      if (Atomics.compareExchange(control, place, READY, RUNNING) !== READY) continue;
      const advance = /** @type {(address: number, cells: number) => number} */ (kernels[control[place + 1]]);
      while (Atomics.load(control, CANCEL) === 0 && advance(control[place + 2], SLICE) > 0);
      Atomics.store(control, place, DONE);
      Atomics.add(control, FINISHED, 1);
      Atomics.notify(control, FINISHED);
      worked = true;
    }
    if (!worked) Atomics.wait(control, SIGNALS + number, signal);
  }
}

const node = /** @type {any} */ (globalThis).process?.getBuiltinModule?.('node:worker_threads');
if (node?.parentPort) {
  serve(node.workerData, () => node.parentPort?.postMessage('ready'));
} else {
  // Its own page is the only one that hears it.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  globalThis.onmessage = (/** @type {MessageEvent} */ event) => serve(event.data, () => globalThis.postMessage('ready'));
}
