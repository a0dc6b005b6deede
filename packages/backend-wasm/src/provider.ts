import type { BackendProvider, Backend, OpenOptions, Unavailable } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import { InstancePool } from './module/instance-pool.ts';
import { loadKernels } from './module/load-kernels.ts';
import { supportsRelaxedSimd, supportsSimd } from './module/features.ts';
import { MOST_THREADS } from './threads/control.ts';
import { WasmBackend } from './wasm-backend.ts';

/** How the WebAssembly backend is opened. */
export interface WasmOpenOptions extends OpenOptions {
  /**
   * Whether products and sums may be fused into one rounding (relaxed SIMD): somewhat faster and more accurate, but the last bits may
   * differ between machines. Default false. Where the machine does not know relaxed SIMD, the usual kernels serve.
   */
  readonly relaxedSimd?: boolean;
}

/** An opened WebAssembly backend: it always has `solveSync`. */
export type OpenedWasm = Backend &
  Required<Pick<Backend, 'solveSync'>> & {
    /** Threads that work on a batch: those asked for where memory can be shared between threads, else 1. */
    readonly threads: number;
    /** Whether products and sums are fused. */
    readonly relaxedSimd: boolean;
  };

/**
 * Opens the WebAssembly backend: compiles the kernels, which the package carries within, and starts its threads.
 *
 * @param options `threads`: how many work on a batch, default 1; more need shared memory (Node, or a page that is cross-origin
 * isolated); `relaxedSimd`: whether sums and products may be fused; `maxBytes`: the most bytes a solve may allocate; extra `costs`
 * @returns the backend, or an `Unavailable` with the reason where WebAssembly with SIMD is missing
 * @throws InvalidArgumentError for a number of threads that is none
 *
 * @example
 * ```ts
 * import { openWasm } from '@rubato/backend-wasm';
 * import { isUnavailable, normaliseProblem } from '@rubato/core';
 * const backend = await openWasm();
 * if (isUnavailable(backend)) throw new Error(backend.reason);
 * const cost = { kind: 'dense', data: Float32Array.of(1, 9, 9, 1), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]], temperature: 0.1 });
 * const { values, gradient } = backend.solveSync(problem, { gradient: true });
 * await backend.dispose();
 * [values[0], ...gradient!.data]; // → [2, 1, 0, 0, 1]
 * ```
 */
export async function openWasm(options: WasmOpenOptions = {}): Promise<OpenedWasm | Unavailable> {
  const { threads = 1, relaxedSimd = false } = options;
  if (!(Number.isSafeInteger(threads) && threads >= 1 && threads <= MOST_THREADS)) {
    throw new InvalidArgumentError({ argument: 'threads', found: String(threads), expected: `a whole number from 1 to ${MOST_THREADS}` });
  }
  if (!supportsSimd()) return { name: 'wasm', unavailable: true, reason: 'this machine has no WebAssembly with SIMD' };
  const fused = relaxedSimd && supportsRelaxedSimd();
  const count = sharesMemory() ? threads : 1;
  const module = await loadKernels(fused, count > 1);
  return new WasmBackend(await InstancePool.open(module, count), fused, options);
}

/** Whether memory can be shared between threads here: always in Node, in browsers on pages that are cross-origin isolated. */
function sharesMemory(): boolean {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
  return typeof SharedArrayBuffer === 'function' && crossOriginIsolated !== false;
}

/** The WebAssembly backend's provider. */
export const wasmProvider: BackendProvider = Object.freeze({ name: 'wasm', open: openWasm });
