import type { BufferScope } from '../device/buffers.ts';

/** What to compute on the device beside values and status words. Derivatives are those of the sum of the values. */
export interface DeviceRequest {
  /** H = ∂value/∂C. */
  readonly gradient?: boolean;
  /** E = ∂value/∂D, the soft alignment. */
  readonly softAlignment?: boolean;
  /** D, the accumulated cost. */
  readonly accumulatedCost?: boolean;
  /** The gradient by the cost's own arrays: the matrix, the values by class, or both sequences of features. */
  readonly inputGradient?: boolean;
  /** The best path of each item under hardmin. */
  readonly path?: boolean;
}

/** Words of `status`: what became of an item. Other than for 0, its value is infinity and its derivatives are 0. */
export const deviceStatus: Readonly<Record<'solved' | 'infeasible' | 'outOfRange' | 'invalid', number>> = Object.freeze({
  solved: 0,
  infeasible: 1,
  /**
   * Costs over γ are too large for the kernels' integers. Strips: a cost C, w·C for a step weight w, or the extra cost of a start or end
   * cell beyond γ·ln 2·min(2^22, 2^28/(N + M + 2)), N and M being the item's sides. Fronts: accumulated costs beyond 2^29 γ; beyond some
   * 1e35 with features of which a part of the batch fits the device at once. `solve` then computes in another way; `submit` cannot look.
   */
  outOfRange: 2,
  /** A cost is no number, or is -Infinity. */
  invalid: 3,
});

/** Gradients by a cost's own arrays, on the device. */
export type DeviceInputGradient =
  | { readonly kind: 'dense' | 'banded'; readonly data: GPUBuffer }
  | { readonly kind: 'gathered'; readonly values: GPUBuffer }
  | { readonly kind: 'features'; readonly x: GPUBuffer; readonly y: GPUBuffer };

/** Best paths on the device. */
export interface DevicePaths {
  /** Cells (row, column) as u32, [B, N + M - 1, 2]; an item's last cell comes first. */
  readonly cells: GPUBuffer;
  /** Four words an item, the third of them the number of its cells. */
  readonly traces: GPUBuffer;
}

/**
 * An answer on the device. Buffers hold float32 in the order of `LatticeArray`s (packed by row ranges where the problem has a band), have
 * the usages STORAGE, COPY_SRC and COPY_DST, may be longer than what they hold, and are given back by `dispose`, all but those that were
 * released. Where H is E (unit weights, default boundaries) `gradient`, `softAlignment` and the gradient by a dense cost may be one buffer:
 * do not write to them.
 */
export interface DeviceSolution {
  /** The value of each item, [B]. */
  readonly values: GPUBuffer;
  /** A u32 for each item: see `deviceStatus`. */
  readonly status: GPUBuffer;
  readonly gradient?: GPUBuffer;
  readonly softAlignment?: GPUBuffer;
  /** D; infinity also where it is beyond 2^29 γ. */
  readonly accumulatedCost?: GPUBuffer;
  readonly inputGradient?: DeviceInputGradient;
  readonly paths?: DevicePaths;
  /** Resolves when the device has taken the work without error; rejects with a DeviceLostError, a DeviceMemoryError, or an Error. */
  readonly errors: Promise<void>;
  /** Hands one of the buffers over to the caller: `dispose` leaves it alone. */
  release(buffer: GPUBuffer): void;
  /** Gives the buffers back. Idempotent. */
  dispose(): void;
}

/** The parts of a solution that are buffers. */
export type DeviceBuffers = Omit<DeviceSolution, 'errors' | 'release' | 'dispose'>;

/** A solution that owns a scope's buffers. */
export function deviceSolution(scope: BufferScope, buffers: DeviceBuffers, errors: Promise<void>): DeviceSolution {
  return Object.freeze({
    ...buffers,
    errors,
    release: (buffer: GPUBuffer) => scope.release(buffer),
    dispose: () => scope.dispose(),
  });
}
