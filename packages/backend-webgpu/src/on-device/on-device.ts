import type { AlignmentProblem, DeviceCost } from '@rubato/core';
import type { DeviceDense, DeviceFeatures, DeviceGathered } from './costs.ts';
import type { DeviceRequest, DeviceSolution } from './device-solution.ts';
import type { CostRangeProblem } from './largest-cost.ts';

/** How a submission computes. */
export interface SubmitOptions {
  /**
   * Which kernels compute. `'fastest'`: strips where they serve, which hold costs up to `largestCost`, else fronts. `'fronts'`: fronts
   * always, which for features find each item's unit of accumulated cost on the device and hold costs up to some 1e35. Default `'fastest'`.
   */
  readonly engine?: 'fastest' | 'fronts';
}

/**
 * Alignment without a read-back: costs or features in GPUBuffers, values and gradients in GPUBuffers, on the device and queue of the
 * backend. `submit` is synchronous, since it only submits.
 */
export interface OnDevice {
  /** The device that the backend computes on: the caller's, where one was given. */
  readonly device: GPUDevice;

  /**
   * A problem's cost from a matrix [B, N, M] of float32 on the device.
   *
   * @throws InvalidArgumentError for a buffer that is too small or lacks the usage STORAGE, or a bad shape
   */
  denseCost(cost: DeviceDense): DeviceCost;

  /** A problem's cost from values by class [B, N, K] on the device: posteriors stay where a network left them. Errors as for `denseCost`. */
  gatheredCost(cost: DeviceGathered): DeviceCost;

  /** A problem's cost from features [B, N, D] and [B, M, D] on the device and a local cost by name. Errors as for `denseCost`. */
  featuresCost(cost: DeviceFeatures): DeviceCost;

  /**
   * The largest cost with which any item of such a problem is surely solved by `submit`, whichever kernels compute:
   * `γ·ln 2·min(2^22, 2^28/(N + M + 2)) / w` with the largest finite step weight or boundary multiplier w (at least 1), the least over the
   * items. What is larger may be out of range. No cost is looked at: the problem may have any, or none.
   */
  largestCost(problem: CostRangeProblem): number;

  /** Compiles the kernels of a problem's structure, so that the first `submit` does not have to. */
  prepare(problem: AlignmentProblem, request: DeviceRequest, options?: SubmitOptions): Promise<void>;

  /**
   * Submits a solve and returns at once. Results are there for whatever is submitted to the same queue later.
   *
   * @param problem with a cost on the host or on this device
   * @param request what to compute beside values and status words
   * @param options which kernels compute
   * @returns buffers, which `dispose` gives back
   * @throws UnsupportedError, InvalidArgumentError, MemoryLimitError, DisposedError, DeviceLostError
   */
  submit(problem: AlignmentProblem, request: DeviceRequest, options?: SubmitOptions): DeviceSolution;

  /** Reads the first numbers of a float32 buffer to the host, default all: a small buffer is longer than its contents. Errors as for `denseCost`. */
  read(buffer: GPUBuffer, count?: number): Promise<Float32Array<ArrayBuffer>>;
}
