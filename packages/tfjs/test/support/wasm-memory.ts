/** The WebAssembly memories of a process, from now on. */
export interface WasmMemories {
  readonly count: number;
  readonly bytes: number;
}

/** Starts to count the memories that are made; the answer says how many there are and how large they are now. */
export function watchMemories(): () => WasmMemories {
  const made: WebAssembly.Memory[] = [];
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      made.push(this);
    }
  };
  return () => ({ count: made.length, bytes: made.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) });
}
