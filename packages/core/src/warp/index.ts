/** `@rubato/core/warp`: piecewise linear warps and how far two are apart, for the packages that measure warps and those that train by it. */

export type { PiecewiseLinearWarp } from './warp.ts';
export { findInterval, shareOfInterval, timeAtShare } from './warp.ts';
export type { TimeErrorOptions } from './error-span.ts';
export type { ErrorStretch } from './error-stretches.ts';
export { errorStretches, meanMagnitude, signChange } from './error-stretches.ts';
