/** Stands for a forbidden cost or candidate: finite, and far above every path's cost. */
export const FORBIDDEN = 1e30;
/** What lies above is forbidden. */
export const LIMIT = 5e29;
/** The largest cost of a path in units: the sum of it and a sentinel is still above the limit. */
export const LARGEST_PATH = 1e28;
/** The largest factor on a cost: products of it and of a path's cost stay finite in float32. */
export const LARGEST_FACTOR = 1e9;
