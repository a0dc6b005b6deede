import type { MustSupport } from '@rubato/conformance';

/** What the backend promises: in float32 every built-in minimum function, every kind of cost, every request. */
export const supported: readonly MustSupport[] = [
  {
    minimums: ['softmin', 'hardmin', 'sparsemin', 'smoothmin'],
    costKinds: ['dense', 'banded', 'gathered', 'features'],
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
      'hessianProduct',
    ],
    precisions: ['float32'],
  },
];
