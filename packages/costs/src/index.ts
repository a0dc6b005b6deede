/** `@rubato/costs`: local cost functions between two sequences of features, each with its pullback. */
export * from './elementary.ts';
export { localCosts, prepareLocalCost } from './registry.ts';
export { weightedSum } from './weighted-sum.ts';
export type { FeatureDomain, FloatArray, LocalCost, LocalCostSpecification, PreparedCost, WeightedCostTerm } from './record.ts';
export type { Rests } from './rests.ts';
