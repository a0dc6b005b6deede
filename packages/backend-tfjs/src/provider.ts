import type { Backend, BackendProvider, OpenOptions, Unavailable } from '@rubato/core';
import type { Tfjs } from './tfjs.ts';
import { TfjsBackend } from './tfjs-backend.ts';

/** How the tfjs backend is opened. */
export interface TfjsOptions extends OpenOptions {
  /** The caller's own tfjs: `import * as tf from '@tensorflow/tfjs'`. Default `@tensorflow/tfjs-core`. */
  readonly tf?: Tfjs;
}

/** An opened tfjs backend. */
export type OpenedTfjs = Backend & {
  /** Which version and which backend of tfjs compute. */
  readonly description: string;
};

/**
 * Opens the backend for TensorFlow.js. It computes on the tfjs backend that is set when `solve` is called (`tf.setBackend`).
 *
 * @param options `tf`: the tfjs to compute with, default `@tensorflow/tfjs-core`; `maxBytes`: the most bytes that a solve may allocate;
 * extra `minimums` with a `program`, extra `costs`
 * @returns the backend, or an `Unavailable` with the reason: tfjs is not installed, has no backend, or computes in 16 bits
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import { openTfjs } from '@rubato/backend-tfjs';
 * import { isUnavailable, normaliseProblem } from '@rubato/core';
 * const backend = await openTfjs();
 * if (isUnavailable(backend)) throw new Error(backend.reason);
 * const cost = { kind: 'dense', data: Float32Array.of(1, 9, 9, 1), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]], minimum: 'hardmin' });
 * const { values, gradient } = await backend.solve(problem, { gradient: true });
 * [...values]; // → [2]
 * [...gradient!.data]; // → [1, 0, 0, 1]
 * ```
 */
export async function openTfjs(options: TfjsOptions = {}): Promise<OpenedTfjs | Unavailable> {
  const tf = options.tf ?? (await ownTfjs());
  const reason = typeof tf === 'string' ? tf : await unfit(tf);
  return reason === undefined ? new TfjsBackend(tf as Tfjs, options) : { name: 'tfjs', unavailable: true, reason };
}

/** The provider of the tfjs backend. */
export const tfjsProvider: BackendProvider = Object.freeze({ name: 'tfjs', open: openTfjs });

/** The peer, or why it is not there. */
async function ownTfjs(): Promise<Tfjs | string> {
  try {
    return await import('@tensorflow/tfjs-core');
  } catch (error) {
    return `@tensorflow/tfjs-core cannot be loaded: ${message(error)}`;
  }
}

/** Why tfjs cannot compute here, or undefined. */
async function unfit(tf: Tfjs): Promise<string | undefined> {
  try {
    await tf.ready();
    if (await holdsFloat32(tf)) return undefined;
    return `the tfjs backend ${tf.getBackend()} rounds numbers to fewer than 32 bits`;
  } catch (error) {
    return `no backend of tfjs can be used (import one, for example @tensorflow/tfjs-backend-cpu): ${message(error)}`;
  }
}

/** Measured, since WebGL says 16 bits where it has 32 (4.22). */
async function holdsFloat32(tf: Tfjs): Promise<boolean> {
  const numbers = [1e-30, 1 + 2 ** -22, 1e30];
  const computed = tf.tidy(() => tf.mul(tf.tensor1d(numbers, 'float32'), tf.ones([numbers.length])));
  const read = await computed.data();
  computed.dispose();
  return numbers.every((number, k) => Math.abs(read[k] / number - 1) < 2 ** -23);
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
