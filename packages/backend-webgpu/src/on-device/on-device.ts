import type { AlignmentProblem, DeviceCost } from '@rubato/core';
import type { DeviceDense, DeviceFeatures, DeviceGathered } from './costs.ts';
import type { DeviceRequest, DeviceSolution } from './device-solution.ts';

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

  /** Compiles the kernels of a problem's structure, so that the first `submit` does not have to. */
  prepare(problem: AlignmentProblem, request: DeviceRequest): Promise<void>;

  /**
   * Submits a solve and returns at once. Results are there for whatever is submitted to the same queue later.
   *
   * @param problem with a cost on the host or on this device
   * @param request what to compute beside values and status words
   * @returns buffers, which `dispose` gives back
   * @throws UnsupportedError, InvalidArgumentError, MemoryLimitError, DisposedError, DeviceLostError
   */
  submit(problem: AlignmentProblem, request: DeviceRequest): DeviceSolution;

  /** Reads the first numbers of a float32 buffer to the host, default all: a small buffer is longer than its contents. Errors as for `denseCost`. */
  read(buffer: GPUBuffer, count?: number): Promise<Float32Array<ArrayBuffer>>;
}
