import { checkAboveZero, checkNumber, checkOptions, checkWhole, refuse } from '../check.ts';
import { checkFactor, checkTemperature } from './plateau-schedule.ts';

/** `initialise`: the temperature stays high. `reduce`: it falls. `resume`: the targets are sharp enough, or it can fall no more. */
export type TrainingPhase = 'initialise' | 'reduce' | 'resume';

/** What modified targets look like: `inspection` of `diagnose`, or numbers of one's own. */
export interface TargetInspection {
  /** The loss of energy by blurring, from 0 to 1. */
  readonly energyLoss: number;
  /** By how much the strongest events are stronger than the weakest, from 0 to 1. */
  readonly imbalance: number;
  /** Whether the alignment makes no sense, so that nothing is learned from it. */
  readonly collapsed: boolean;
}

export interface FourStepOptions {
  /** γ of the initialisation, above 0. */
  readonly from: number;
  /** The lowest γ, above 0 and at most `from`. */
  readonly to: number;
  /** What γ is multiplied by at each report in the phase `reduce`, above 0 and below 1. Default 0.5. */
  readonly factor?: number;
  /** The least number of reports in the phase `initialise`, at least 1. Default 5. */
  readonly initialReports?: number;
  /** Sharp enough: a loss of energy of at most this. Default 0.1. */
  readonly maximumEnergyLoss?: number;
  /** Balanced enough: an imbalance of at most this. Default 0.1. */
  readonly maximumImbalance?: number;
  /** Where an earlier schedule was: what its `save` gave. Its temperature lies from `to` to `from`. */
  readonly resume?: FourStepState;
}

/** Where a four-step schedule is: plain data. */
export interface FourStepState {
  readonly temperature: number;
  readonly phase: TrainingPhase;
  /** Reports so far. */
  readonly reports: number;
}

/** A temperature that a training loop asks for, and tells what the modified targets look like. */
export interface FourStepSchedule {
  readonly temperature: number;
  readonly phase: TrainingPhase;
  /** Takes an inspection of the modified targets, for example after each epoch; answers the temperature to go on with. */
  report(inspection: TargetInspection): number;
  save(): FourStepState;
}

/**
 * The recipe of the paper on modified targets, for training from a poor initialisation, as a schedule of the temperature.
 *
 * 1. High γ for initialisation: γ = `from` for `initialReports` reports, and until the alignment makes sense.
 * 2. Target inspection: each report tells what the modified targets look like; metrics after post-processing are not to be trusted yet.
 * 3. Gradual reduction: γ is multiplied by `factor` at each report until the targets are sharp and all events about as strong, short or long.
 * 4. Resume training: γ stays.
 *
 * While a report says that the alignment has collapsed γ is not lowered. The paper gives the steps and no numbers: the defaults are
 * Rubato's.
 * Source: Zeitler & Müller, "Reformulating soft dynamic time warping", ISMIR 2025, section 5.3.
 *
 * @param options from, to, factor, and when targets are good enough
 * @throws InvalidArgumentError for an option out of its range, and for numbers of an inspection that are NaN
 *
 * @example
 * ```ts
 * import { fourStepSchedule } from '@rubato/analysis';
 * const schedule = fourStepSchedule({ from: 8, to: 0.1, initialReports: 2 });
 * const energyLosses = [0.7, 0.6, 0.4, 0.05, 0.05];
 * energyLosses.map((energyLoss) => schedule.report({ energyLoss, imbalance: 0, collapsed: false })); // → [8, 4, 2, 2, 2]
 * schedule.phase; // → 'resume'
 * ```
 */
export function fourStepSchedule(options: FourStepOptions): FourStepSchedule {
  checkOptions(options, ['from', 'to', 'factor', 'initialReports', 'maximumEnergyLoss', 'maximumImbalance', 'resume']);
  const { from, to, factor = 0.5, initialReports = 5, maximumEnergyLoss = 0.1, maximumImbalance = 0.1, resume } = options;
  checkAboveZero('options.from', from);
  checkTemperature('options.to', to, from);
  checkFactor(factor);
  checkWhole('options.initialReports', initialReports, 1, 2 ** 31 - 1);
  checkNumber('options.maximumEnergyLoss', maximumEnergyLoss, 0, 1);
  checkNumber('options.maximumImbalance', maximumImbalance, 0, 1);
  let { temperature, phase, reports } = readState(resume, from, to);

  const next = ({ energyLoss, imbalance, collapsed }: TargetInspection): TrainingPhase => {
    if (phase === 'resume') return 'resume';
    if (collapsed || (phase === 'initialise' && reports < initialReports)) return phase;
    if (energyLoss <= maximumEnergyLoss && imbalance <= maximumImbalance) return 'resume';
    temperature = Math.min(temperature, Math.max(to, temperature * factor));
    return temperature <= to ? 'resume' : 'reduce';
  };
  return {
    get temperature() {
      return temperature;
    },
    get phase() {
      return phase;
    },
    report(inspection) {
      checkInspection(inspection);
      reports++;
      phase = next(inspection);
      return temperature;
    },
    save: () => ({ temperature, phase, reports }),
  };
}

function checkInspection(inspection: unknown): void {
  checkOptions(inspection, ['energyLoss', 'imbalance', 'collapsed'], 'inspection');
  const { energyLoss, imbalance, collapsed } = inspection as TargetInspection;
  checkNumber('inspection.energyLoss', energyLoss, 0, 1);
  checkNumber('inspection.imbalance', imbalance, 0, 1);
  if (typeof collapsed !== 'boolean') refuse('inspection.collapsed', collapsed, 'true or false');
}

function readState(resume: FourStepState | undefined, from: number, to: number): FourStepState {
  if (resume === undefined) return { temperature: from, phase: 'initialise', reports: 0 };
  checkOptions(resume, ['temperature', 'phase', 'reports'], 'options.resume');
  checkNumber('options.resume.temperature', resume.temperature, to, from);
  checkWhole('options.resume.reports', resume.reports, 0, 2 ** 31 - 1);
  if (!['initialise', 'reduce', 'resume'].includes(resume.phase)) {
    refuse('options.resume.phase', resume.phase, 'initialise, reduce or resume');
  }
  return resume;
}
