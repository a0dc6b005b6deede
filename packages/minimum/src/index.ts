/**
 * `@rubato/minimum`: differentiable minimum functions. A new one is a file of its own and one line in `functions.ts`.
 */
export type { MinimumFunction } from './record.ts';
export * from './functions.ts';
export { minimumFunctions } from './registry.ts';
