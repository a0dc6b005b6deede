import type { AlignmentProblem, FeaturesCost } from '@rubato/core';

/** The built-in local costs whose rounded values are sums of what is not below 0. */
const COSTS = ['absolute', 'cosine', 'euclidean', 'halfSquaredEuclidean', 'huber', 'squaredEuclidean'];

/** Whether nothing that a recursion adds can be below 0, as computed: then D never falls along a path, and a lower bound may end the work. */
export function neverNegative({ stepPenalties, end }: AlignmentProblem, localCost: FeaturesCost['localCost']): boolean {
  const isNegative = (value: number): boolean => value < 0;
  return !stepPenalties.data.some(isNegative) && !end.penalty.data.some(isNegative) && neverNegativeCost(localCost);
}

function neverNegativeCost({ name, parameters, terms }: FeaturesCost['localCost']): boolean {
  if (name === 'weightedSum') return terms!.every(({ cost }) => neverNegativeCost(cost));
  if (name === 'negativeLogLikelihood') return (parameters?.['input'] ?? 'probabilities') === 'probabilities';
  return COSTS.includes(name);
}
