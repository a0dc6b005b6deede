import type { KernelExports } from './exports.ts';
import { MOST_PAGES } from './load-module.ts';

const PAGE = 65536;
/** The most that an instance can hand out: all that it can address, less what the kernels have for themselves. */
export const MOST_BYTES: number = PAGE * (MOST_PAGES - 1);
/** What arrays are aligned to: a cache line. */
const ALIGNMENT = 64;

/** Views on all of a memory. They are made anew when it grows. */
export interface Views {
  readonly u8: Uint8Array;
  readonly i32: Int32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

/** Bytes that an array takes with its alignment. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** The kernels with a memory of their own, which grows and is kept. Addresses are handed out from the beginning at each solve. */
export class Instance {
  readonly memory: WebAssembly.Memory;
  readonly exports: KernelExports;
  private views: Views;
  private readonly base: number;
  private next: number;

  constructor(module: WebAssembly.Module, shared: boolean) {
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared });
    this.exports = new WebAssembly.Instance(module, { env: { memory: this.memory } }).exports as unknown as KernelExports;
    this.base = this.exports.heapBase();
    this.next = this.base;
    this.views = this.makeViews();
  }

  /** Makes room for arrays of so many bytes in all, and hands them out from the beginning again. */
  begin(bytes: number): void {
    const pages = Math.ceil((this.base + aligned(bytes)) / PAGE);
    const missing = pages - this.memory.buffer.byteLength / PAGE;
    if (missing > 0) this.memory.grow(missing);
    this.next = this.base;
    this.views = this.makeViews();
  }

  /** The address of a new array of so many bytes. What stands there is left over from earlier solves. */
  take(bytes: number): number {
    const address = this.next;
    this.next += aligned(bytes);
    return address;
  }

  /** The views on all of the memory. */
  get all(): Views {
    return this.views;
  }

  private makeViews(): Views {
    const { buffer } = this.memory;
    return { u8: new Uint8Array(buffer), i32: new Int32Array(buffer), f32: new Float32Array(buffer), f64: new Float64Array(buffer) };
  }
}
