import type { AlignmentProblem } from '@rubato/core';
import { stepWeight } from './diagonalisation.ts';
import type { DiagnosedItem } from './diagnosis.ts';

/** Two digits of a number, for a message. */
export const digits = (value: number): string => String(Number(value.toPrecision(2)));

/** Below this share of the range of costs a temperature is low: what blurs lies elsewhere. */
const LOW_TEMPERATURE = 0.01;

/** What to try against alignment collapse. */
export function collapseRemedies({ costRange }: DiagnosedItem, problem: AlignmentProblem, b: number): string[] {
  const horizontal = stepWeight(problem, b, 1, 0);
  const weight =
    horizontal !== undefined && horizontal <= 0.2
      ? `the weight of the horizontal step (1,0) is ${digits(horizontal)} already: look for targets that are cheap everywhere`
      : 'lower the weight of the horizontal step (1,0), for example to 0.1, so that outliers in repeated targets count less';
  if (problem.minimum === 'hardmin') return [weight, 'use softmin with a high temperature for the first epochs, and lower it afterwards'];
  const temperature = problem.temperature[b];
  const spread = spreadOf(costRange);
  const limit = spread === undefined ? '' : `, the costs spread over ${digits(spread)}`;
  if (spread !== undefined && temperature >= spread) return [weight];
  return [weight, `raise the temperature (now ${digits(temperature)}${limit}) for the first epochs, and lower it afterwards`];
}

/** What to try against output blurring. */
export function blurringRemedies({ costRange, frames, targets }: DiagnosedItem, problem: AlignmentProblem, b: number): string[] {
  const threshold = 'lower the threshold of detection for short events';
  const vertical = verticalRemedies(problem, frames, targets);
  if (problem.minimum === 'hardmin') return [...vertical, threshold];
  const temperature = problem.temperature[b];
  const spread = spreadOf(costRange);
  const lower =
    `lower the temperature from ${digits(temperature)} gradually, for example by half at a time, until the modified targets are sharp: ` +
    'fourStepSchedule' +
    (spread === undefined ? '' : `; targets whose costs differ by less than it are mixed, and all costs spread over ${digits(spread)}`) +
    (temperature > 1 ? ' (with the costs of the tutorial it ends at about 1 and below)' : '');
  const isLow = spread !== undefined && temperature < LOW_TEMPERATURE * spread;
  return [...(isLow ? [...vertical, lower] : [lower, ...vertical]), `where such a temperature is needed, ${threshold}`];
}

/** A step within a frame makes it learn several targets, whatever the temperature. */
function verticalRemedies({ steps, stepWeights }: AlignmentProblem, frames: number, targets: number): string[] {
  // A weight for each step is read; of weights that differ from cell to cell a step counts as allowed.
  const isPlain = stepWeights.data.length === steps.length;
  if (!steps.some(([i], s) => i === 0 && !(isPlain && stepWeights.data[s] === Infinity))) return [];
  const cause = 'the step (0,1) gives a frame several targets at any temperature: ';
  return [
    cause +
      (frames < targets ? 'have no more targets than frames, so that it is not needed' : 'raise its weight, or forbid it by Infinity'),
  ];
}

function spreadOf(range: readonly [number, number] | undefined): number | undefined {
  return range === undefined ? undefined : range[1] - range[0];
}
