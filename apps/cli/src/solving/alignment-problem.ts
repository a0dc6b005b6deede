import type { BandInput, Precision, ProblemInput, Step } from '@rubato/core';
import type { LocalCostSpecification } from '@rubato/costs';
import { dtw, subsequence } from '@rubato/presets';
import { minimumFunctions } from 'rubato';
import type { ArgumentNames } from '../errors.ts';
import { UsageError } from '../errors.ts';
import type { Features } from '../files/load-features.ts';
import { plural } from '../formats/quantities.ts';

/** The options of `align` that say what the problem is. */
export interface AlignmentOptions {
  readonly cost: LocalCostSpecification;
  readonly steps?: readonly Step[];
  readonly weights?: readonly number[];
  readonly minimum?: string;
  readonly gamma?: number;
  readonly subsequence?: boolean;
  readonly band?: BandInput;
  readonly precision?: Precision;
}

/** A problem of one item whose cost matrix never stands in memory. */
export type FeaturesProblem = ProblemInput & {
  readonly cost: Extract<ProblemInput['cost'], { kind: 'features' }>;
  readonly minimum: string;
};

/**
 * The minimum function: hard without γ, soft with it, or the one asked for.
 *
 * @throws UsageError where the name and γ do not fit together
 */
export function chooseMinimum(minimum: string | undefined, gamma: number | undefined): string {
  if (minimum === undefined) return gamma === undefined ? 'hardmin' : 'softmin';
  const record = Object.hasOwn(minimumFunctions, minimum) ? minimumFunctions[minimum] : undefined;
  if (record === undefined) {
    throw new UsageError(
      `--minimum: there is no minimum function '${minimum}'; there are ${Object.keys(minimumFunctions).toSorted().join(', ')}`,
    );
  }
  if (record.usesTemperature && gamma === undefined)
    throw new UsageError(`--minimum ${minimum} needs a temperature, for example --gamma 1`);
  if (!record.usesTemperature && gamma !== undefined) {
    throw new UsageError(`--minimum ${minimum} has no temperature; leave out --gamma or the minimum`);
  }
  return minimum;
}

/** The problem of aligning two sequences of the same dimension: rows are frames of a, columns those of b. */
export function alignmentProblem(a: Features, b: Features, options: AlignmentOptions): FeaturesProblem {
  const { steps, weights, gamma, band, precision } = options;
  const base = dtw(steps === undefined ? {} : { steps });
  if (weights !== undefined && weights.length !== base.steps.length) {
    throw new UsageError(
      `--weights has ${plural(weights.length, 'number')} for ${plural(base.steps.length, 'step')}; give one a step, in their order`,
    );
  }
  return {
    ...(options.subsequence === true ? subsequence(base) : base),
    ...(weights === undefined ? {} : { stepWeights: weights }),
    minimum: chooseMinimum(options.minimum, gamma),
    ...(gamma === undefined ? {} : { temperature: gamma }),
    ...(band === undefined ? {} : { band }),
    ...(precision === undefined ? {} : { precision }),
    cost: { kind: 'features', x: a.data, y: b.data, shape: [a.frames, b.frames], dimension: a.dimension, localCost: options.cost },
  };
}

/** Which file or option stands for which part of the problem. */
export function alignmentNames(a: Features, b: Features): ArgumentNames {
  return {
    'cost.x': framesOf(a.name),
    'cost.y': framesOf(b.name),
    steps: ([s]) => (s === undefined ? '--steps' : `--steps: step ${s + 1}`),
    stepWeights: '--weights',
    temperature: '--gamma',
    band: '--band',
  };
}

/** Where a number of a sequence stands: in which frame (from 0), in which of its features (from 0). */
function framesOf(file: string): (index: readonly number[]) => string {
  return ([, frame, feature]) => {
    if (frame === undefined) return file;
    return feature === undefined ? `${file}: frame ${frame}` : `${file}: frame ${frame}, feature ${feature}`;
  };
}
