import { MemoryLimitError } from '@rubato/core';
import { BufferUsage } from './flags.ts';
import { type Extent, extentOf, keepGuards, placeGuards } from './guards.ts';
import type { Gpu } from './open-device.ts';

export { checkGuards, guardBuffers } from './guards.ts';

/** What stands on devices through all scopes, for tests. */
export const live: { buffers: number; bytes: number } = { buffers: 0, bytes: 0 };

/** At once at most so much goes through the queue's own staging memory. */
const PIECE = 64 * 2 ** 20;

/** No buffer is smaller: a kernel may see it as an array of four floats. */
const SMALLEST = 16;

/**
 * Owns buffers and counts them. Bytes are those of contents, rounded up to 4 and at least 16: what `estimate` promises.
 *
 * Tests put guard regions around the contents, so that contents need not begin at byte 0 of a buffer: bind through
 * `scope.binding(buffer)` and copy or write at `scope.offset(buffer)`.
 */
export class BufferScope {
  private readonly gpu: Gpu;
  private readonly extents = new Map<GPUBuffer, Extent>();
  private held = 0;
  private highest = 0;

  constructor(gpu: Gpu) {
    this.gpu = gpu;
  }

  /** Bytes that stand now. */
  get bytes(): number {
    return this.held;
  }

  /** The most bytes that ever stood at once. */
  get peak(): number {
    return this.highest;
  }

  /**
   * A buffer of zeros.
   *
   * @throws MemoryLimitError where the device makes no buffer so large
   */
  create(label: string, bytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const size = Math.max(SMALLEST, Math.ceil(bytes / 4) * 4);
    const largest = this.gpu.device.limits.maxBufferSize;
    if (size > largest) throw new MemoryLimitError(`the buffer '${label}' on the device`, size, largest);
    const extent = extentOf(this.gpu.device, size, usage);
    const buffer = this.gpu.device.createBuffer({
      label: `rubato ${label}`,
      size: extent.total,
      usage: extent.guarded ? usage | BufferUsage.COPY_SRC | BufferUsage.COPY_DST : usage,
    });
    this.extents.set(buffer, extent);
    this.count(size, 1);
    if (extent.guarded) placeGuards(this.gpu, buffer, extent);
    return buffer;
  }

  /** A buffer that holds `data`. */
  upload(label: string, data: ArrayBufferView, usage: GPUBufferUsageFlags): GPUBuffer {
    const buffer = this.create(label, data.byteLength, usage | BufferUsage.COPY_DST);
    this.write(buffer, data);
    return buffer;
  }

  /** Writes `data` from a byte of the contents on, a multiple of 4. The queue copies them: the caller may write over them at once. */
  write(buffer: GPUBuffer, data: ArrayBufferView, byte: number = 0): void {
    const { queue } = this.gpu.device;
    const at = this.offset(buffer) + byte;
    const whole = data.byteLength - (data.byteLength % 4);
    for (let from = 0; from < whole; from += PIECE) {
      const bytes = Math.min(PIECE, whole - from);
      queue.writeBuffer(buffer, at + from, data.buffer, data.byteOffset + from, bytes);
    }
    if (whole === data.byteLength) return;
    // The queue takes multiples of four bytes only.
    const last = new Uint8Array(4);
    last.set(new Uint8Array(data.buffer, data.byteOffset + whole, data.byteLength - whole));
    queue.writeBuffer(buffer, at + whole, last);
  }

  /** The contents as kernels bind them. A buffer of the caller's is bound as a whole. */
  binding(buffer: GPUBuffer): GPUBufferBinding {
    const extent = this.extents.get(buffer);
    return extent === undefined ? { buffer } : { buffer, offset: extent.offset, size: extent.bound };
  }

  /** The byte of the buffer at which its contents begin; 0 for a buffer of the caller's. */
  offset(buffer: GPUBuffer): number {
    return this.extents.get(buffer)?.offset ?? 0;
  }

  /** Bytes of a buffer's contents; all of it for a buffer of the caller's. */
  contents(buffer: GPUBuffer): number {
    return this.extents.get(buffer)?.bytes ?? buffer.size;
  }

  /** Gives one buffer back. Work that was submitted before is done with it still. */
  destroy(buffer: GPUBuffer): void {
    const extent = this.extents.get(buffer);
    if (extent === undefined) return;
    this.extents.delete(buffer);
    this.count(-extent.bytes, -1);
    if (extent.guarded) keepGuards(buffer);
    buffer.destroy();
  }

  /** Hands a buffer over to the caller, who destroys it: this scope neither counts nor owns it any more. */
  release(buffer: GPUBuffer): void {
    const extent = this.extents.get(buffer);
    if (extent === undefined) return;
    this.extents.delete(buffer);
    this.count(-extent.bytes, -1);
  }

  /** Gives all buffers back; idempotent. */
  dispose(): void {
    for (const buffer of this.extents.keys()) this.destroy(buffer);
  }

  private count(bytes: number, buffers: number): void {
    this.held += bytes;
    this.highest = Math.max(this.highest, this.held);
    live.bytes += bytes;
    live.buffers += buffers;
  }
}
