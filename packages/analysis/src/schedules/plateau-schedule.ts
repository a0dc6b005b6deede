import { checkAboveZero, checkNumber, checkOptions, checkWhole, refuse } from '../check.ts';

export interface PlateauOptions {
  /** The temperature at first, above 0. */
  readonly from: number;
  /** The lowest temperature, above 0 and at most `from`. */
  readonly to: number;
  /** What the temperature is multiplied by at a plateau, above 0 and below 1. Default 0.5. */
  readonly factor?: number;
  /** After how many reports without improvement, at least 1. Default 5. */
  readonly patience?: number;
  /** By how much a value must fall below the best one to be an improvement, at least 0. Default 0. */
  readonly minimumImprovement?: number;
  /** Where an earlier schedule was: what its `save` gave. Its temperature lies from `to` to `from`. */
  readonly resume?: PlateauState;
}

/** Where a plateau schedule is: plain data. */
export interface PlateauState {
  readonly temperature: number;
  /** The best value at this temperature; absent before the first. */
  readonly best?: number;
  /** Reports since then. */
  readonly waited: number;
}

/** A temperature that a training loop asks for, and tells how training goes. */
export interface PlateauSchedule {
  readonly temperature: number;
  /** Takes a value that training makes small, for example the validation loss of an epoch; answers the temperature to go on with. */
  report(value: number): number;
  save(): PlateauState;
}

/**
 * A temperature that falls whenever training no longer gets better: after `patience` reports without a new best value it is multiplied by
 * `factor`, down to `to`.
 *
 * A soft minimum lies below the minimum, the more the higher the temperature: lowering γ makes the same alignment's loss larger. So each
 * temperature has a best value of its own. `Infinity` is no improvement.
 * Source: the rule is that of learning rates on plateaus; falling temperatures: Zeitler & Müller, "Reformulating soft dynamic time
 * warping", ISMIR 2025, section 5.3.
 *
 * @param options from, to, factor, patience
 * @throws InvalidArgumentError for an option out of its range, and for a report of NaN or -Infinity
 *
 * @example
 * ```ts
 * import { plateauSchedule } from '@rubato/analysis';
 * const schedule = plateauSchedule({ from: 10, to: 1, patience: 2 });
 * [5, 4, 4, 4].map((loss) => schedule.report(loss)); // → [10, 10, 10, 5]
 * schedule.temperature; // → 5
 * plateauSchedule({ from: 10, to: 1, resume: schedule.save() }).temperature; // → 5
 * ```
 */
export function plateauSchedule(options: PlateauOptions): PlateauSchedule {
  checkOptions(options, ['from', 'to', 'factor', 'patience', 'minimumImprovement', 'resume']);
  const { from, to, factor = 0.5, patience = 5, minimumImprovement = 0, resume } = options;
  checkAboveZero('options.from', from);
  checkTemperature('options.to', to, from);
  checkFactor(factor);
  checkWhole('options.patience', patience, 1, 2 ** 31 - 1);
  checkNumber('options.minimumImprovement', minimumImprovement, 0, 1e140);
  let { temperature, best = Infinity, waited } = readState(resume, from, to);
  return {
    get temperature() {
      return temperature;
    },
    report(value) {
      if (typeof value !== 'number' || Number.isNaN(value) || value === -Infinity)
        refuse('value', value, 'a number, which training makes small');
      if (value < best - minimumImprovement || (best === Infinity && value < Infinity)) {
        best = value;
        waited = 0;
      } else if (++waited >= patience) {
        const lower = Math.max(to, temperature * factor);
        if (lower < temperature) best = Infinity;
        temperature = Math.min(lower, temperature);
        waited = 0;
      }
      return temperature;
    },
    save: () => ({ temperature, waited, ...(best === Infinity ? {} : { best }) }),
  };
}

/** Refuses a lowest temperature above the first. */
export function checkTemperature(argument: string, value: unknown, from: number): void {
  checkAboveZero(argument, value);
  if ((value as number) > from) refuse(argument, value, `at most ${from}, the temperature at first`);
}

/** Refuses a factor that does not lower anything. */
export function checkFactor(factor: unknown): void {
  if (!(typeof factor === 'number' && factor > 0 && factor < 1)) refuse('options.factor', factor, 'a number above 0 and below 1');
}

function readState(resume: PlateauState | undefined, from: number, to: number): PlateauState {
  if (resume === undefined) return { temperature: from, waited: 0 };
  checkOptions(resume, ['temperature', 'best', 'waited'], 'options.resume');
  checkNumber('options.resume.temperature', resume.temperature, to, from);
  checkWhole('options.resume.waited', resume.waited, 0, 2 ** 31 - 1);
  if (resume.best !== undefined) checkNumber('options.resume.best', resume.best, -Infinity, Infinity);
  return resume;
}
