import { checkNumber, checkOptions, refuse } from '../check.ts';
import type { SignalLossRecord } from './signal-loss.ts';
import { absoluteLoss, huberLoss, normLoss, squaredLoss } from './signal-loss.ts';
import type { WarpPenaltyRecord } from './warp-penalty.ts';
import { absolutePenalty, huberPenalty, squaredPenalty } from './warp-penalty.ts';

/** A loss or a penalty by name, with its one parameter where it has one: plain data. */
export interface NamedFunction {
  readonly name: string;
  readonly parameter?: number;
}

/** Losses and penalties of one's own: a problem names them, and every function that looks at the problem is handed them. */
export interface WarpFunctions {
  readonly signalLosses?: readonly SignalLossRecord[];
  readonly warpPenalties?: readonly WarpPenaltyRecord[];
}

/** Rubato's own: none is ever below 0. */
export const SIGNAL_LOSSES: readonly SignalLossRecord[] = [squaredLoss, absoluteLoss, huberLoss, normLoss];
const WARP_PENALTIES: readonly WarpPenaltyRecord[] = [squaredPenalty, absolutePenalty, huberPenalty];

type Resolved<Entry> = { readonly record: Entry; readonly parameter: number };

export function resolveSignalLoss(loss: NamedFunction, functions: WarpFunctions): Resolved<SignalLossRecord> {
  return resolve('signalLoss', loss, [...(functions.signalLosses ?? []), ...SIGNAL_LOSSES]);
}

export function resolveWarpPenalty(penalty: NamedFunction, functions: WarpFunctions): Resolved<WarpPenaltyRecord> {
  return resolve('warpPenalty', penalty, [...(functions.warpPenalties ?? []), ...WARP_PENALTIES]);
}

interface Entry {
  readonly name: string;
  readonly defaultParameter?: number;
  readonly parameterRange?: readonly [number, number];
}

/** The caller's records come first: they may stand in for ours. */
function resolve<E extends Entry>(argument: string, { name, parameter }: NamedFunction, records: readonly E[]): Resolved<E> {
  const record = records.find((candidate) => candidate.name === name);
  if (record === undefined) refuse(argument, name, `one of ${records.map((candidate) => candidate.name).join(', ')}`);
  if (record.defaultParameter === undefined && parameter !== undefined)
    refuse(`${argument}.parameter`, parameter, `none: ${name} has none`);
  const [least, most] = record.parameterRange ?? [-Number.MAX_VALUE, Number.MAX_VALUE];
  return { record, parameter: checkNumber(`${argument}.parameter`, parameter ?? record.defaultParameter ?? 0, { least, most }) };
}

/** A name, or a name with its parameter. */
export function nameFunction(argument: string, given: unknown): NamedFunction {
  if (typeof given === 'string') return { name: given };
  checkOptions(given, ['name', 'parameter'], argument);
  const { name, parameter } = given as NamedFunction;
  if (typeof name !== 'string') refuse(`${argument}.name`, name, 'a name');
  return parameter === undefined ? { name } : { name, parameter };
}
