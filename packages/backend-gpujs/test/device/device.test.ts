import { describe, expect, it } from 'vitest';
import { Device } from '../../src/device/device.ts';
import type { DeviceTexture, GpuConstructor, Kernel } from '../../src/device/gpujs.ts';
import { kernelText } from '../../src/kernels/kernel-text.ts';
import { withDevice } from '../support/device.ts';

const sum = kernelText('sum', ['left', 'right'], 'return left[0][b][p] + right[p];');
const line = kernelText('line', ['from'], 'return from + p + 10 * b + 100 * z;');

describe.each(['cpu', 'webasm'] as const)('Device in mode %s', (mode) => {
  it('runs a kernel on outputs of others, at any size', () =>
    withDevice(mode, (device) => {
      for (const [places, items] of [
        [3, 2],
        [1, 4],
        [5, 1],
      ]) {
        const first = device.run(line, [places, items, 1], [7]);
        const second = device.run(sum, [places, items, 1], [first, new Float32Array(places).fill(0.5)]);
        const [read] = device.read(second);
        expect(read).toHaveLength(items);
        read.forEach((row, b) => expect([...row]).toEqual(Array.from({ length: places }, (_, p) => 7.5 + p + 10 * b)));
        // An output is never written to again.
        expect(device.read(first)[0][0][0]).toBe(7);
      }
    }));

  it('says which sizes are too large', () =>
    withDevice(mode, (device) => {
      expect(device.refuses([2 ** 20, 4, 4])).toBeUndefined();
      expect(device.refuses([2 ** 20, 4, 5])).toBe('a front of 20971520 numbers is more than its 16777216');
    }));
});

/** A gpu.js that counts, and whose kernels run as `ran`. */
function pretend(ran: 'cpu' | 'webasm'): { readonly GPU: GpuConstructor; readonly alive: Set<DeviceTexture>; destroyed: number } {
  const classes = { cpu: { mode: 'cpu' }, webasm: { mode: 'webasm' } };
  const state = { alive: new Set<DeviceTexture>(), destroyed: 0 };
  class Pretended {
    readonly context = null;
    readonly Kernel: { readonly mode: string };
    constructor({ mode }: { readonly mode: string }) {
      this.Kernel = classes[mode as 'cpu'];
    }
    createKernel(): Kernel {
      const run = (): DeviceTexture => {
        const texture = { toArray: () => [[Float32Array.of(1)]], delete: () => void state.alive.delete(texture) };
        state.alive.add(texture);
        return texture;
      };
      return Object.assign(run, {
        setOutput: () => {},
        kernel: { constructor: classes[ran], fallbackReason: 'it felt like it' },
      });
    }
    destroy(): Promise<void> {
      state.destroyed++;
      return Promise.resolve();
    }
  }
  return Object.assign(state, { GPU: Pretended as unknown as GpuConstructor });
}

describe('Device', () => {
  it('gives back textures and the instance', async () => {
    const pretended = pretend('webasm');
    const { alive } = pretended;
    const device = new Device(pretended.GPU, 'webasm');
    const output = device.run(line, [1, 1, 1], [0]);
    expect(alive.size).toBe(1);
    expect(device.read(output)).toEqual([[Float32Array.of(1)]]);
    device.release(output);
    expect(alive.size).toBe(0);
    await device.dispose();
    expect(pretended.destroyed).toBe(1);
  });

  it('does not take the answer of another mode that gpu.js fell back to', () => {
    const { GPU } = pretend('cpu');
    expect(() => new Device(GPU, 'webasm').run(line, [1, 1, 1], [0])).toThrow(
      "gpu.js ran the kernel 'line' in its mode cpu instead of webasm: it felt like it",
    );
  });
});
