import { Device } from '../../src/device/device.ts';
import { loadGpujs } from '../../src/device/gpujs.ts';
import type { GpujsMode } from '../../src/device/mode.ts';

/** Runs `work` on a device, which goes when the work is done. */
export async function withDevice(mode: GpujsMode, work: (device: Device) => Promise<void> | void): Promise<void> {
  const { GPU } = await loadGpujs();
  const device = new Device(GPU, mode);
  try {
    await work(device);
  } finally {
    await device.dispose();
  }
}
