import { DeviceLostError } from '@rubato/core';
import type { Gpu } from './open-device.ts';

/** Calls that a lost device fails may fail before the loss itself is told: by so many turns of the event loop, at most. */
const TURNS = 20;

/** `error` of a call to the device, or a `DeviceLostError` with that cause where the device is lost. */
export async function lossOr(gpu: Gpu, error: unknown): Promise<unknown> {
  for (let turn = 0; turn < TURNS && gpu.lostReason() === undefined; turn++) await new Promise((resolve) => setTimeout(resolve));
  const reason = gpu.lostReason();
  return reason === undefined ? error : new DeviceLostError('webgpu', reason, { cause: error });
}

/** @throws DeviceLostError where the device is known to be lost */
export function checkAlive(gpu: Gpu): void {
  const reason = gpu.lostReason();
  if (reason !== undefined) throw new DeviceLostError('webgpu', reason);
}
