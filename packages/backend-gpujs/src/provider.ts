import type { AlignmentProblem, Backend, BackendProvider, OpenOptions, SolveOptions, SolveRequest, Unavailable } from '@rubato/core';
import { Device } from './device/device.ts';
import type { GpuConstructor } from './device/gpujs.ts';
import { loadGpujs } from './device/gpujs.ts';
import type { GpujsMode } from './device/mode.ts';
import { chooseMode } from './device/mode.ts';
import { holdsFloat32 } from './device/probe.ts';
import type { GpujsSolution } from './gpujs-backend.ts';
import { GpujsBackend } from './gpujs-backend.ts';

/** How the gpu.js backend is opened. */
export interface GpujsOptions extends OpenOptions {
  /** The mode of gpu.js, by its own name. Default `webgl2` where it is there, else `cpu`. */
  readonly mode?: GpujsMode;
}

/** An opened gpu.js backend. */
export interface OpenedGpujs extends Backend {
  /** The mode of gpu.js that computes. */
  readonly mode: GpujsMode;
  /** The same in words. */
  readonly description: string;
  solve(problem: AlignmentProblem, request: SolveRequest, options?: SolveOptions): Promise<GpujsSolution>;
  /** In every mode: nothing must be waited for. */
  solveSync(problem: AlignmentProblem, request: SolveRequest): GpujsSolution;
}

/**
 * Opens the backend for gpu.js, with a context of its own.
 *
 * @param options `mode`: `webgl2`, `webasm` (WebAssembly) or `cpu`, default `webgl2` where it is there, else `cpu`; `maxBytes`: the most
 * bytes that a solve may allocate; extra `minimums` with a `program`, extra `costs`
 * @returns the backend, whose `mode` says what computes, or an `Unavailable` with the reason: gpu.js is not installed, the mode is not
 * there, is one that is not used here, is refused by the page's Content-Security-Policy, or computes in fewer than 32 bits
 * @throws InvalidArgumentError for a mode that gpu.js does not have, and for a minimum of the caller whose program is malformed
 *
 * @example
 * ```ts
 * import { openGpujs } from '@rubato/backend-gpujs';
 * import { isUnavailable, normaliseProblem } from '@rubato/core';
 * const backend = await openGpujs({ mode: 'cpu' });
 * if (isUnavailable(backend)) throw new Error(backend.reason);
 * const cost = { kind: 'dense', data: Float32Array.of(1, 9, 9, 1), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]], minimum: 'hardmin' });
 * const { values, gradient, mode } = await backend.solve(problem, { gradient: true });
 * mode; // → 'cpu'
 * [...values]; // → [2]
 * [...gradient!.data]; // → [1, 0, 0, 1]
 * await backend.dispose();
 * ```
 */
export async function openGpujs(options: GpujsOptions = {}): Promise<OpenedGpujs | Unavailable> {
  const GPU = await ownGpujs();
  if (typeof GPU === 'string') return unavailable(GPU);
  const chosen = chooseMode(GPU, options.mode);
  if (typeof chosen === 'string') return unavailable(chosen);
  const device = await openDevice(GPU, chosen.mode);
  if (typeof device === 'string') return unavailable(device);
  try {
    return new GpujsBackend(device, options);
  } catch (error) {
    await device.dispose();
    throw error;
  }
}

/** The provider of the gpu.js backend. */
export const gpujsProvider: BackendProvider = Object.freeze({ name: 'gpujs', open: openGpujs });

const unavailable = (reason: string): Unavailable => ({ name: 'gpujs', unavailable: true, reason });

/** The dependency, or why it is not there. */
async function ownGpujs(): Promise<GpuConstructor | string> {
  try {
    return (await loadGpujs()).GPU;
  } catch (error) {
    return `gpu.js cannot be loaded: ${message(error)}`;
  }
}

/** A device that computes in float32, or why there is none. */
async function openDevice(GPU: GpuConstructor, mode: GpujsMode): Promise<Device | string> {
  let device: Device | undefined;
  try {
    device = new Device(GPU, mode);
    if (holdsFloat32(device)) return device;
    await device.dispose();
    return `gpu.js's mode ${mode} rounds numbers to fewer than 32 bits here`;
  } catch (error) {
    await device?.dispose();
    return `gpu.js's mode ${mode} does not run here (does a Content-Security-Policy refuse it?): ${message(error)}`;
  }
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
