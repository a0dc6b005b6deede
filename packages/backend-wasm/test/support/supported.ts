import type { MustSupport } from '@rubato/conformance';

/** What the backend promises: softmin and hardmin on every kind of cost, every request but Hessian products. */
export const supported: readonly MustSupport[] = [
  {
    minimums: ['softmin', 'hardmin'],
    requests: [
      'value',
      'gradient',
      'inputGradient',
      'softAlignment',
      'accumulatedCost',
      'stepWeightGradient',
      'stepPenaltyGradient',
      'temperatureGradient',
      'boundaryGradient',
      'edgeMarginals',
      'marginals',
      'path',
    ],
  },
];
