import { BufferUsage, MAP_READ_MODE } from './flags.ts';
import type { Gpu } from './open-device.ts';

/** Bytes of a pattern on either side of a buffer's contents, for tests: who writes there writes where nobody may. */
const GUARD_BYTES = 256;
const PATTERN = 0xc5;

/**
 * `true`: bindings end where the contents end. WebGPU implementations clamp indices into a binding, so that a kernel's stray write
 * lands on the binding's last element and harms no guard; stray copies are caught. `within reach`: bindings go on to the end of the
 * guard behind the contents, and clamped indices land there; `arrayLength` is too large then.
 */
export type Guarding = boolean | 'within reach';

let guarding: Guarding = false;

/** Puts guard regions around every buffer made from now on; for tests. */
export function guardBuffers(on: Guarding): void {
  guarding = on;
}

/** Where a buffer's contents lie, and how much of the buffer its bindings see. */
export interface Extent {
  readonly offset: number;
  readonly bytes: number;
  readonly bound: number;
  /** Bytes of the buffer, guards included. */
  readonly total: number;
  readonly guarded: boolean;
}

/** Lays out a buffer. One for reading on the host is no kernel's, and its usage admits no pattern. */
export function extentOf(device: GPUDevice, bytes: number, usage: GPUBufferUsageFlags): Extent {
  if (guarding === false || (usage & BufferUsage.MAP_READ) !== 0) return { offset: 0, bytes, bound: bytes, total: bytes, guarded: false };
  const offset = Math.max(GUARD_BYTES, device.limits.minStorageBufferOffsetAlignment, device.limits.minUniformBufferOffsetAlignment);
  const bound = guarding === 'within reach' ? bytes + GUARD_BYTES : bytes;
  return { offset, bytes, bound, total: offset + bytes + GUARD_BYTES, guarded: true };
}

interface Watched {
  readonly gpu: Gpu;
  readonly extent: Extent;
}

/** A copy of the guards of a buffer, made when the buffer was destroyed. */
interface Evidence {
  readonly gpu: Gpu;
  readonly label: string;
  readonly staging: GPUBuffer;
}

const watched = new Map<GPUBuffer, Watched>();
let evidence: Evidence[] = [];

/** Fills the guards of a new buffer. */
export function placeGuards(gpu: Gpu, buffer: GPUBuffer, extent: Extent): void {
  const pattern = new Uint8Array(GUARD_BYTES).fill(PATTERN);
  gpu.device.queue.writeBuffer(buffer, extent.offset - GUARD_BYTES, pattern);
  gpu.device.queue.writeBuffer(buffer, extent.offset + extent.bytes, pattern);
  watched.set(buffer, { gpu, extent });
}

/** Copies a buffer's guards before the buffer goes, for `checkGuards`. */
export function keepGuards(buffer: GPUBuffer): void {
  const entry = watched.get(buffer);
  if (entry === undefined) return;
  watched.delete(buffer);
  evidence.push(copyGuards(buffer, entry));
}

/**
 * Looks at the guards of all buffers, those destroyed since the last call included.
 *
 * @throws Error that names the buffers around which something was written
 */
export async function checkGuards(): Promise<void> {
  const copies = [...evidence, ...[...watched].map(([buffer, entry]) => copyGuards(buffer, entry))];
  evidence = [];
  const harmed = await Promise.all(copies.map(harm));
  const found = [...new Set(harmed.filter((place) => place !== undefined))];
  if (found.length > 0) throw new Error(`written outside a buffer: ${found.join('; ')}`);
}

function copyGuards(buffer: GPUBuffer, { gpu, extent }: Watched): Evidence {
  const staging = gpu.device.createBuffer({
    label: `rubato guards of ${buffer.label}`,
    size: 2 * GUARD_BYTES,
    usage: BufferUsage.MAP_READ | BufferUsage.COPY_DST,
  });
  const encoder = gpu.device.createCommandEncoder({ label: 'rubato guards' });
  encoder.copyBufferToBuffer(buffer, extent.offset - GUARD_BYTES, staging, 0, GUARD_BYTES);
  encoder.copyBufferToBuffer(buffer, extent.offset + extent.bytes, staging, GUARD_BYTES, GUARD_BYTES);
  gpu.device.queue.submit([encoder.finish()]);
  return { gpu, label: buffer.label, staging };
}

async function harm({ gpu, label, staging }: Evidence): Promise<string | undefined> {
  try {
    await staging.mapAsync(MAP_READ_MODE);
  } catch (error) {
    // A lost device took its memory with it.
    if (gpu.lostReason() !== undefined) return undefined;
    throw error;
  }
  const bytes = new Uint8Array(staging.getMappedRange());
  const first = bytes.findIndex((byte) => byte !== PATTERN);
  const place = first < GUARD_BYTES ? `${GUARD_BYTES - first} bytes before` : `${first - GUARD_BYTES} bytes after the end of`;
  const answer = first < 0 ? undefined : `${place} '${label}'`;
  staging.destroy();
  return answer;
}
