import type { AlignmentProblem, Backend, DeviceCost, LatticeShape } from '@rubato/core';
import { UnavailableBackendError } from '@rubato/core';
import type { LocalCostSpecification } from '@rubato/costs';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { backend as tfjsBackend, getBackend, reshape, slice, tensor, util } from '@tensorflow/tfjs-core';
import { namedBackends } from './compute-backend.ts';

/** What of an opened `@rubato/backend-webgpu` is used: alignment without a read-back. */
export interface DeviceBackend extends Backend {
  readonly device: GPUDevice;
  gatheredCost(cost: { values: GPUBuffer; shape: LatticeShape; classes: number; index: Int32Array }): DeviceCost;
  featuresCost(cost: { x: GPUBuffer; y: GPUBuffer; shape: LatticeShape; dimension: number; localCost: LocalCostSpecification }): DeviceCost;
  largestCost(problem: AlignmentProblem): number;
  submit(problem: AlignmentProblem, request: { readonly inputGradient?: boolean }, options?: DeviceOptions): DeviceAnswer;
}

/** Which kernels compute: `'fronts'` hold features' costs however large, the fastest ones costs up to `largestCost`. */
interface DeviceOptions {
  readonly engine?: 'fastest' | 'fronts';
}

interface DeviceAnswer {
  readonly values: GPUBuffer;
  readonly inputGradient?: { readonly values?: GPUBuffer; readonly x?: GPUBuffer; readonly y?: GPUBuffer };
  dispose(): void;
}

/** Values [B] and gradients in tensors, which are on the device. */
export interface SolvedOnDevice {
  readonly values: Tensor1D;
  readonly gradients: readonly Tensor[];
}

/** What of tfjs's own WebGPU backend is used. */
interface TfjsOnWebGpu {
  readonly device: GPUDevice;
  uploadToGPU(dataId: object): void;
}

/**
 * The backend that computes where tfjs does, when that is WebGPU; undefined where tensors can be read at once.
 *
 * @throws UnavailableBackendError where tfjs computes on WebGPU and none of the backends does so on its device
 */
export function deviceBackend(own: Backend | readonly Backend[] | undefined): DeviceBackend | undefined {
  if (getBackend() !== 'webgpu') return undefined;
  const { device } = tfjsBackend() as unknown as TfjsOnWebGpu;
  const found = (namedBackends(own) as readonly Partial<DeviceBackend>[]).find(
    (each) => each.submit !== undefined && each.device === device,
  );
  if (found !== undefined) return found as DeviceBackend;
  throw new UnavailableBackendError(
    'for losses',
    'tfjs computes on WebGPU, where tensors cannot be read at once, and no backend was named that computes on its device: after' +
      ' await tf.ready(), call setComputeBackend(await openWebGpu({ device: tf.backend().device })) of @rubato/backend-webgpu',
  );
}

/**
 * Solves without a read-back: the tensors' numbers are copied to buffers on the device, whether they were there or not, and answers
 * into tensors of tfjs, so that both sides keep their own memory.
 */
export function solveOnDevice(
  backend: DeviceBackend,
  tensors: readonly Tensor[],
  wantsGradient: boolean,
  problemOf: (buffers: GPUBuffer[]) => AlignmentProblem,
  options: DeviceOptions = {},
): SolvedOnDevice {
  const tfjs = tfjsBackend() as unknown as TfjsOnWebGpu;
  const copies = tensors.map((each) => {
    // Small tensors stay with the host until somebody needs them on the device.
    tfjs.uploadToGPU(each.dataId);
    return each.dataToGPU();
  });
  const problem = problemOf(copies.map(({ buffer }) => buffer!));
  const answer = backend.submit(problem, wantsGradient ? { inputGradient: true } : {}, options);
  const values = copyOf(answer.values, [problem.batch]) as Tensor1D;
  const { values: byValues, x, y } = answer.inputGradient ?? {};
  const buffers = [byValues ?? x, y].filter((buffer) => buffer !== undefined);
  const gradients = buffers.slice(0, tensors.length).map((buffer, k) => copyOf(buffer, tensors[k].shape));
  // tfjs has copied the answers, and submitted that.
  answer.dispose();
  for (const { tensorRef } of copies) tensorRef.dispose();
  return { values, gradients };
}

/** A tensor with the first numbers of a buffer, which may be longer: tfjs would read all of it. */
function copyOf(buffer: GPUBuffer, shape: number[]): Tensor {
  const whole = tensor({ buffer }, [buffer.size / 4]);
  return reshape(slice(whole, [0], [util.sizeFromShape(shape)]), shape);
}
