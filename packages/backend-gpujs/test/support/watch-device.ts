import { vi } from 'vitest';
import { Device } from '../../src/device/device.ts';

type Method = 'run' | 'read' | 'release' | 'compile';

/** Calls `seen` with the outcome and the arguments of every call of a device's method, until mocks are restored. */
export function watchDevice(method: Method, seen: (outcome: unknown, values: readonly unknown[]) => void): void {
  const prototype = Device.prototype as unknown as Record<Method, (...values: unknown[]) => unknown>;
  const own = prototype[method];
  vi.spyOn(prototype, method).mockImplementation(function (this: Device, ...values: unknown[]) {
    const outcome = own.apply(this, values);
    seen(outcome, values);
    return outcome;
  });
}
