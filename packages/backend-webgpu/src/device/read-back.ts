import type { BufferScope } from './buffers.ts';
import { checkAlive, lossOr } from './device-loss.ts';
import { guarded } from './error-scopes.ts';
import { BufferUsage, MAP_READ_MODE } from './flags.ts';
import type { Gpu } from './open-device.ts';

/** Bytes of a buffer's contents; `byte`, where they begin, is a multiple of 4. */
export interface Part {
  readonly buffer: GPUBuffer;
  readonly byte: number;
  readonly bytes: number;
}

/** A piece of a part, and where it lies in the staging buffer. */
interface Piece {
  readonly part: number;
  readonly from: number;
  readonly bytes: number;
  readonly at: number;
}

/**
 * Reads parts of buffers: one staging buffer, copied to by one submission and mapped once; several, one after the other, where the
 * parts together are larger than a buffer may be.
 *
 * @param largest bytes of the staging buffer at most; default what the device allows
 * @throws DeviceLostError where the device is lost meanwhile
 */
export async function readBack(
  gpu: Gpu,
  scope: BufferScope,
  parts: readonly Part[],
  largest: number = gpu.device.limits.maxBufferSize,
): Promise<ArrayBuffer[]> {
  checkAlive(gpu);
  const misplaced = parts.find(({ byte }) => byte % 4 !== 0);
  if (misplaced !== undefined) throw new Error(`a part of '${misplaced.buffer.label}' begins at byte ${misplaced.byte}, no multiple of 4`);
  const answers = parts.map(({ bytes }) => new ArrayBuffer(bytes));
  for (const load of loads(parts, largest - (largest % 4))) await readLoad(gpu, scope, parts, load, answers);
  return answers;
}

/** Cuts the parts into loads of at most `largest` bytes. */
function loads(parts: readonly Part[], largest: number): Piece[][] {
  const all: Piece[][] = [];
  let load: Piece[] = [];
  let filled = 0;
  parts.forEach(({ bytes }, part) => {
    for (let from = 0; from < bytes;) {
      if (filled === largest) {
        all.push(load);
        load = [];
        filled = 0;
      }
      const taken = Math.min(bytes - from, largest - filled);
      load.push({ part, from, bytes: taken, at: filled });
      from += taken;
      filled += roundUp(taken);
    }
  });
  return load.length === 0 ? all : [...all, load];
}

async function readLoad(
  gpu: Gpu,
  scope: BufferScope,
  parts: readonly Part[],
  load: readonly Piece[],
  answers: readonly ArrayBuffer[],
): Promise<void> {
  const last = load[load.length - 1];
  const { result: staging, errors } = guarded(
    gpu,
    () => {
      const buffer = scope.create('read back', last.at + last.bytes, BufferUsage.MAP_READ | BufferUsage.COPY_DST);
      copyLoad(gpu, scope, parts, load, buffer);
      return buffer;
    },
    'reading back',
  );
  try {
    await errors;
    await staging.mapAsync(MAP_READ_MODE);
    const mapped = new Uint8Array(staging.getMappedRange());
    for (const { part, from, bytes, at } of load) new Uint8Array(answers[part], from, bytes).set(mapped.subarray(at, at + bytes));
    staging.unmap();
  } catch (error) {
    throw await lossOr(gpu, error);
  } finally {
    scope.destroy(staging);
  }
}

function copyLoad(gpu: Gpu, scope: BufferScope, parts: readonly Part[], load: readonly Piece[], staging: GPUBuffer): void {
  const encoder = gpu.device.createCommandEncoder({ label: 'rubato read back' });
  for (const { part, from, bytes, at } of load) {
    const { buffer, byte } = parts[part];
    encoder.copyBufferToBuffer(buffer, scope.offset(buffer) + byte + from, staging, at, roundUp(bytes));
  }
  gpu.device.queue.submit([encoder.finish()]);
}

/** Copies are made of whole words; contents of buffers are too. */
function roundUp(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}
