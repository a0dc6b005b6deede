import { InvalidArgumentError } from '@rubato/core';
import type { GpuConstructor } from './gpujs.ts';

/** The modes of gpu.js that this backend computes in, by gpu.js's own names; `webasm` is WebAssembly. */
export type GpujsMode = 'webgl2' | 'webasm' | 'cpu';

/** Why it does not compute in gpu.js's other modes. */
const declined: Readonly<Record<string, string>> = {
  gpu: 'it chooses by itself what computes',
  async: 'it changes to WebGPU by itself',
  webgpu: 'its kernels are asynchronous; @rubato/backend-webgpu has kernels of its own',
  webgl: 'WebGL 1 does not promise float32',
  headlessgl: 'it is WebGL 1, which does not promise float32',
  dev: 'it is for debugging kernels',
};

/**
 * The mode to compute in: what the caller pins, else WebGL2 where it is there, else cpu.
 *
 * @returns why not in words
 * @throws InvalidArgumentError for a mode that gpu.js does not have
 */
export function chooseMode(GPU: GpuConstructor, pinned: string | undefined): { readonly mode: GpujsMode } | string {
  switch (pinned) {
    case undefined:
      return { mode: GPU.isWebGL2Supported ? 'webgl2' : 'cpu' };
    case 'webgl2':
      return GPU.isWebGL2Supported ? { mode: pinned } : 'there is no WebGL2 here';
    case 'webasm':
      return GPU.isWebAssemblySupported ? { mode: pinned } : 'there is no WebAssembly here';
    case 'cpu':
      return { mode: pinned };
    default:
      if (typeof pinned === 'string' && Object.hasOwn(declined, pinned)) {
        return `gpu.js's mode '${pinned}' is not used here: ${declined[pinned]}; take 'webgl2', 'webasm' or 'cpu'`;
      }
      throw new InvalidArgumentError({
        argument: 'mode',
        found: typeof pinned === 'string' ? `'${pinned}'` : `a ${typeof pinned}`,
        expected: "'webgl2', 'webasm' or 'cpu'",
      });
  }
}
