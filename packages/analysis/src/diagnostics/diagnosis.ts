import type { TargetInspection } from '../schedules/four-step-schedule.ts';
import type { TargetBlurring } from '../targets/target-blurring.ts';
import type { MagnitudeDecay } from '../targets/magnitude-decay.ts';
import type { AlignmentCollapse } from './alignment-collapse.ts';
import type { BlankDominance } from './blank-dominance.ts';
import type { Diagonalisation } from './diagonalisation.ts';
import type { FreeTargets } from './free-targets.ts';
import type { TemporalShift } from './temporal-shift.ts';

/** The known ways in which training by alignment fails. */
export type Failure = 'alignmentCollapse' | 'diagonalisation' | 'outputBlurring' | 'temporalShift' | 'blankDominance' | 'freeTargets';

/** The numbers of one item. */
export interface DiagnosedItem {
  readonly status: 'diagnosed';
  readonly frames: number;
  readonly targets: number;
  /** The mean of h(n), by which the frames' element-wise losses are weighted. */
  readonly meanWeight: number;
  /** The least and the largest finite cost; absent of `device` costs, which cannot be read. */
  readonly costRange?: readonly [number, number];
  readonly collapse: AlignmentCollapse;
  readonly diagonalisation: Diagonalisation;
  /** Absent where the targets are not known: of `dense` and `banded` costs without `options.targets`. */
  readonly blurring?: TargetBlurring;
  readonly decay?: MagnitudeDecay;
  /** Absent of `device` costs, which cannot be read. */
  readonly freeTargets?: FreeTargets;
  /** Absent where there is no blank. */
  readonly blank?: BlankDominance;
  /** Absent without a reference. */
  readonly shift?: TemporalShift;
}

/** An item that has no alignment. */
export interface UndiagnosedItem {
  readonly status: 'undiagnosed';
  readonly reason: string;
}

/** A failure that was found, in words. */
export interface Finding {
  readonly failure: Failure;
  /** The items in which it was found. */
  readonly items: readonly number[];
  /** What was found, with the numbers of the worst item. */
  readonly message: string;
  /** What to try, the first first. */
  readonly remedies: readonly string[];
  /** Where failure and remedies are described. */
  readonly source: string;
}

/** What is known of an alignment, as plain data. */
export interface Diagnosis {
  readonly items: readonly (DiagnosedItem | UndiagnosedItem)[];
  /** In the order of `Failure`; empty where nothing was found. */
  readonly findings: readonly Finding[];
  /** Means over the items, for `fourStepSchedule`; absent where the targets are not known, or no item has an alignment. */
  readonly inspection?: TargetInspection;
}
