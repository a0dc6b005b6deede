import type { KernelText } from '../kernels/kernel-text.ts';
import type { Device, OutputSize } from './device.ts';
import type { DeviceNumbers, KernelArgument } from './gpujs.ts';

/** The numbers that one solve keeps on the device; all of them go in `dispose`, however it ends. */
export class DeviceScope {
  readonly device: Device;
  private readonly held = new Set<DeviceNumbers>();

  constructor(device: Device) {
    this.device = device;
  }

  run(text: KernelText, size: OutputSize, values: readonly KernelArgument[]): DeviceNumbers {
    const numbers = this.device.run(text, size, values);
    this.held.add(numbers);
    return numbers;
  }

  release(numbers: DeviceNumbers): void {
    if (this.held.delete(numbers)) this.device.release(numbers);
  }

  dispose(): void {
    for (const numbers of this.held) this.device.release(numbers);
    this.held.clear();
  }
}
