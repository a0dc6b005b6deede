import { UnsupportedError } from '@rubato/core';
import { describe, expect, it, vi } from 'vitest';
import { Device } from '../../src/device/device.ts';
import type { DeviceTexture, GpuConstructor, Kernel } from '../../src/device/gpujs.ts';
import { loadGpujs } from '../../src/device/gpujs.ts';
import { kernelText } from '../../src/kernels/kernel-text.ts';
import { withBackend } from '../support/backend.ts';
import { withDevice } from '../support/device.ts';
import { plainProblem } from '../support/problems.ts';

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
function pretend(ran: 'cpu' | 'webasm'): {
  readonly GPU: GpuConstructor;
  readonly alive: Set<DeviceTexture>;
  destroyed: number;
  destroyedKernels: number;
} {
  const classes = { cpu: { mode: 'cpu' }, webasm: { mode: 'webasm' } };
  const state = { alive: new Set<DeviceTexture>(), destroyed: 0, destroyedKernels: 0 };
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
        destroy: () => void state.destroyedKernels++,
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

  it('never takes the answer of another mode that gpu.js fell back to, and keeps nothing of it', () => {
    const pretended = pretend('cpu');
    const device = new Device(pretended.GPU, 'webasm');
    for (let run = 1; run <= 3; run++) {
      const running = (): unknown => device.run(line, [1, 1, 1], [0]);
      expect(running).toThrow(UnsupportedError);
      expect(running).toThrow("gpu.js ran the kernel 'line' in its mode cpu instead of webasm: it felt like it");
      expect(pretended.alive.size).toBe(0);
      expect(pretended.destroyedKernels).toBe(2 * run);
    }
  });

  it.each(['cpu', 'webasm'] as const)('says that gpu.js does not run a kernel in mode %s, and goes on with others', (mode) =>
    withDevice(mode, (device) => {
      const broken = kernelText('broken', ['from'], 'return from +* 2;');
      expect(() => device.run(broken, [1, 1, 1], [0])).toThrow(UnsupportedError);
      expect(() => device.run(broken, [1, 1, 1], [0])).toThrow("gpu.js does not run the kernel 'broken': ");
      expect(device.read(device.run(line, [1, 1, 1], [3]))[0][0][0]).toBe(3);
    }),
  );

  it('notices at every run that gpu.js has moved to another mode', async () => {
    const complaint = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { GPU } = await loadGpujs();
    const kernels = new GPU({ mode: 'webasm' });
    const prototype = (kernels.Kernel as unknown as { readonly prototype: { translateSource(): boolean } }).prototype;
    await withBackend({ mode: 'webasm' }, async (backend) => {
      const [small, large] = [plainProblem(1, 3, 3), plainProblem(2, 4, 5)];
      const before = await backend.solve(small, { gradient: true });
      const translate = vi.spyOn(prototype, 'translateSource').mockReturnValue(false);
      // What is compiled goes on to run; what is not falls back.
      for (let round = 0; round < 3; round++) {
        await expect(backend.solve(large, { temperatureGradient: true })).rejects.toBeInstanceOf(UnsupportedError);
        expect(() => backend.solveSync(large, { temperatureGradient: true })).toThrow('in its mode cpu instead of webasm');
      }
      expect(translate).toHaveBeenCalled();
      translate.mockRestore();
      const after = await backend.solve(small, { gradient: true, temperatureGradient: true });
      expect(after.mode).toBe('webasm');
      expect(after.gradient).toEqual(before.gradient);
    });
    await kernels.destroy();
    complaint.mockRestore();
  });
});
