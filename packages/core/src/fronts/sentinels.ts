/** Stands for a forbidden cost or candidate: finite, above every path's cost, and below 1e20, where tfjs's WebGL minima begin. */
export const FORBIDDEN = 1e18;
/** What lies above is forbidden. */
export const LIMIT = 5e17;
/** The largest cost of a path in units: less than the distance from the sentinel to the limit. */
export const LARGEST_PATH = 1e16;
/** The largest factor on a cost: products of it and of a path's cost stay finite in float32. */
export const LARGEST_FACTOR = 1e9;
