import type { Backend, BackendProvider, OpenOptions, Unavailable } from '@rubato/core';
import { openDevice } from './device/open-device.ts';
import type { OnDevice } from './on-device/on-device.ts';
import { WebGpuBackend } from './webgpu-backend.ts';

/** An opened WebGPU backend. */
export type OpenedWebGpu = Backend &
  OnDevice & {
    /** The adapter in words. */
    readonly description: string;
  };

/**
 * Opens the WebGPU backend: the page's WebGPU, or in Node the one of the optional package `webgpu` (Dawn).
 *
 * @param options `device`: a GPUDevice of the caller's, which is never destroyed; `maxBytes`: the most bytes that a solve may allocate,
 * default 1 GiB on the device; extra `minimums` and `costs` with printable definitions
 * @returns the backend, or an `Unavailable` with the reason where there is no device
 * @throws InvalidArgumentError where `device` is something else
 *
 * @example
 * ```ts
 * import { openWebGpu } from '@rubato/backend-webgpu';
 * import { isUnavailable, normaliseProblem } from '@rubato/core';
 * const backend = await openWebGpu();
 * if (!isUnavailable(backend)) {
 *   const cost = { kind: 'dense', data: Float32Array.of(1, 9, 9, 1), shape: [2, 2] } as const;
 *   const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]], temperature: 0.1 });
 *   const { values, gradient } = await backend.solve(problem, { gradient: true });
 *   await backend.dispose();
 * }
 * ```
 */
export async function openWebGpu(options: OpenOptions = {}): Promise<OpenedWebGpu | Unavailable> {
  const gpu = await openDevice(options.device);
  return typeof gpu === 'string' ? { name: 'webgpu', unavailable: true, reason: gpu } : new WebGpuBackend(gpu, options);
}

/** The WebGPU backend's provider. */
export const webGpuProvider: BackendProvider = Object.freeze({ name: 'webgpu', open: openWebGpu });
