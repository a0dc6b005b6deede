import { type DiagnosisThresholds, diagnosisThresholds } from '@rubato/analysis';
import { UsageError } from '../errors.ts';
import { toNumber } from './parse-number.ts';

/** What is no share or correlation from 0 to 1: what it is, and from where on it can be reached. */
const COUNTED: Readonly<Partial<Record<keyof DiagnosisThresholds, readonly [unit: string, least: number]>>> = {
  collapseContrast: ['of costs', 0],
  leastTargets: ['targets', 0],
  diagonalLengthRatio: ['to 1', 1],
  shiftFrames: ['frames', 0],
};

const NAMES = Object.keys(diagnosisThresholds) as (keyof DiagnosisThresholds)[];

/** All thresholds with their defaults; those without a unit are shares and correlations. */
export function describeThresholds(): string {
  return NAMES.map((name) => `${name}=${diagnosisThresholds[name]}${COUNTED[name] === undefined ? '' : ` (${COUNTED[name][0]})`}`).join(
    ', ',
  );
}

/**
 * Thresholds `blankShare=0.8,shiftFrames=5`.
 *
 * @throws UsageError for another name, and a number that no diagnosis can have
 */
export function parseThresholds(text: string): Partial<DiagnosisThresholds> {
  const pairs = text.split(',').map((pair): readonly [string, number] => {
    const [word, value = '', more] = pair.split('=').map((part) => part.trim());
    const name = NAMES.find((known) => known === word);
    const number = toNumber(value);
    if (name === undefined || more !== undefined || !Number.isFinite(number))
      throw new UsageError(`--thresholds: '${pair}' is not name=number; names are ${NAMES.join(', ')}`);
    const [least, most] = COUNTED[name] === undefined ? [0, 1] : [COUNTED[name][1], Infinity];
    if (number >= least && number <= most) return [name, number];
    throw new UsageError(`--thresholds: ${name} is ${number}; give a number ${most === 1 ? 'from 0 to 1' : `of at least ${least}`}`);
  });
  return Object.fromEntries(pairs);
}
