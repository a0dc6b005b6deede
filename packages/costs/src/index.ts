export type {
  FeatureDomain, FloatArray, LocalCost, LocalCostSpecification, PreparedCost, WeightedCostTerm,
} from './record.ts';
