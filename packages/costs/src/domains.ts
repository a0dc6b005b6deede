import type { FeatureDomain } from './record.ts';

/** Squares and inner products of features up to this magnitude do not overflow. */
const largestFeature = 1e140;

/** A row whose sum of squares is not above this counts as zero where a cost divides by its norm: a norm of 1e-140. */
export const leastSquare = 1e-280;

/** In derivatives a probability below this counts as this, so that a sum of derivatives stays finite. */
export const leastProbability = 1e-250;

/** A log-probability below this is probability 0. It is far below every log of a number, and float32 still holds it. */
export const leastLogProbability = -1e38;

export const anyNumber: FeatureDomain = {
  least: -largestFeature,
  most: largestFeature,
  description: 'a finite number of magnitude at most 1e140',
};

export const probability: FeatureDomain = { least: 0, most: 1, description: 'a probability between 0 and 1' };

export const logProbability: FeatureDomain = {
  least: -Infinity,
  most: 1e-4,
  description: 'a log-probability: -Infinity for probability 0, else a number up to 0 (up to 1e-4 passes as rounding)',
};

export const targetWeight: FeatureDomain = {
  least: 0,
  most: 1e9,
  description: 'a non-negative target weight of at most 1e9',
};
