import type { AlignmentProblem, AlignmentSolution, SolveRequest } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import { checkNumber, checkOptions } from '../check.ts';
import type { TargetInspection } from '../schedules/four-step-schedule.ts';
import { compareMagnitudes, eventsOf } from '../targets/magnitude-decay.ts';
import { meanTargets } from '../targets/modified-targets.ts';
import { normaliseRows } from '../targets/row-normalised-alignment.ts';
import { blurringOf } from '../targets/target-blurring.ts';
import { collapseOf } from './alignment-collapse.ts';
import type { BlankOptions } from './blank-columns.ts';
import { blankColumns, knownTargets } from './blank-columns.ts';
import { blankDominanceOf } from './blank-dominance.ts';
import { readableCosts } from './cost-figures.ts';
import { diagonalisationOf } from './diagonalisation.ts';
import type { DiagnosedItem, Diagnosis, Finding, UndiagnosedItem } from './diagnosis.ts';
import { failureKinds, hasCollapsed } from './findings.ts';
import { freeTargetsOf } from './free-targets.ts';
import { predictionsOf } from './predictions.ts';
import type { FeatureSequence } from '../targets/feature-sequence.ts';
import { temporalShift } from './temporal-shift.ts';
import type { DiagnosisThresholds } from './thresholds.ts';
import { diagnosisThresholds } from './thresholds.ts';

export interface DiagnosisOptions extends BlankOptions {
  /** What predictions should be simultaneous with, [N, D] or [B, N, D]: strong targets, or the network's input. Default: none. */
  readonly reference?: FeatureSequence;
  /** Default: `x` of a `features` cost, probabilities of a `gathered` one. */
  readonly predictions?: FeatureSequence;
  /** The largest temporal shift looked for, in frames. Default and bounds as of {@link temporalShift}. */
  readonly maximumShift?: number;
  /** Default: {@link diagnosisThresholds}. */
  readonly thresholds?: Partial<DiagnosisThresholds>;
  /** Local costs beside the built-in ones, by name. */
  readonly costs?: Readonly<Record<string, LocalCost>>;
}

/** What `diagnose` needs of a solution. */
export const diagnosisRequest: SolveRequest = Object.freeze({ gradient: true, softAlignment: true });

/**
 * Looks for the known failures of training by alignment, and says in words what to try.
 *
 * Numbers come from the row-normalised soft alignment Ẽ(n,m) = E(n,m)/Σ_m E(n,m) (who is aligned with whom: collapse, diagonalisation,
 * blanks, free targets), from the modified targets (blurring, magnitudes) and from predictions and a reference (shift). They are told
 * for each item whatever their size; a finding is a number beyond its threshold. Within a band nothing of the size N·M is made.
 * Sources: Müller & Zeitler, tutorial on differentiable alignment, ISMIR 2025, part 2 (four problems, dominance of blanks); Zeitler &
 * Müller, "Reformulating soft dynamic time warping", ISMIR 2025; the thresholds' are told with {@link diagnosisThresholds}.
 *
 * @param problem of shape [B, N, M]
 * @param solution its solution for {@link diagnosisRequest}
 * @param options blank, reference, targets, thresholds
 * @returns plain data: numbers for each item, findings over all
 * @throws InvalidArgumentError where the solution lacks `gradient` or `softAlignment`, naming the request field to add, or holds NaN or
 * negative numbers; for wrong options; for a blank where the targets are not known
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { diagnose, diagnosisRequest } from '@rubato/analysis';
 * const localCost = { name: 'negativeLogLikelihood', parameters: { rests: 'free' } };
 * const x = Float64Array.of(0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.1, 0.9);
 * const y = Float64Array.of(1, 0, 0, 0, 0, 1);
 * const cost = { kind: 'features', x, y, shape: [4, 3], dimension: 2, localCost } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [1, 1]], temperature: 0.01 });
 * const { findings } = diagnose(problem, openReference().solveSync(problem, diagnosisRequest));
 * findings.map(({ failure }) => failure); // → ['freeTargets']
 * findings[0].message.split(' (')[0]; // → 'Free rests: 1 of 3 targets are rests'
 * ```
 */
export function diagnose(problem: AlignmentProblem, solution: AlignmentSolution, options: DiagnosisOptions = {}): Diagnosis {
  checkOptions(options, ['targets', 'blank', 'reference', 'predictions', 'maximumShift', 'thresholds', 'costs']);
  const thresholds = readThresholds(options.thresholds);
  const { rowSums, weights: learned } = normaliseRows(problem, solution, 'gradient');
  const { weights: aligned } = normaliseRows(problem, solution, 'softAlignment');
  const known = knownTargets(problem, options);
  const { rows: targets, blank } = known;
  const modified = targets === undefined ? undefined : meanTargets(problem, learned, targets);
  const costs = readableCosts(problem, options.costs);
  const shifts = readShifts(problem, options);

  const items = Array.from({ length: problem.batch }, (_, b): DiagnosedItem | UndiagnosedItem => {
    const status = solution.status[b];
    if (status.kind !== 'solved') return { status: 'undiagnosed', reason: status.reason };
    const [N, M] = [problem.rowLengths[b], problem.columnLengths[b]];
    const isBlank = blankColumns(problem, b, known);
    const sums = rowSums.data.subarray(b * problem.rows, b * problem.rows + N);
    const events = targets && eventsOf(problem, b, learned, targets, blank);
    const { collapse, figures } = collapseOf(problem, b, aligned, isBlank, costs);
    return {
      status: 'diagnosed',
      frames: N,
      targets: M,
      meanWeight: Array.from(sums).reduce((sum, h) => sum + h, 0) / N,
      ...(figures.range && { costRange: figures.range }),
      collapse,
      diagonalisation: diagonalisationOf(problem, b, aligned),
      ...(targets && modified && { blurring: blurringOf(problem, b, learned, targets, modified) }),
      ...(events && { decay: { events, ...compareMagnitudes(events) } }),
      ...(costs && { freeTargets: freeTargetsOf(problem, b, aligned, costs) }),
      ...(blank !== undefined && { blank: blankDominanceOf(problem, b, aligned, isBlank, blank) }),
      ...(shifts && { shift: shifts[b] }),
    };
  });
  const inspection = inspect(items, thresholds);
  return { items, findings: findingsOf(problem, items, thresholds), ...(inspection && { inspection }) };
}

function readThresholds(given: Partial<DiagnosisThresholds> = {}): DiagnosisThresholds {
  checkOptions(given, Object.keys(diagnosisThresholds), 'options.thresholds');
  for (const [name, value] of Object.entries(given)) checkNumber(`options.thresholds.${name}`, value, 0, 1e140);
  return { ...diagnosisThresholds, ...given };
}

function readShifts(problem: AlignmentProblem, options: DiagnosisOptions): ReturnType<typeof temporalShift> | undefined {
  const { reference, maximumShift } = options;
  if (reference === undefined) return undefined;
  const predictions = options.predictions ?? predictionsOf(problem);
  return temporalShift(predictions, reference, { lengths: problem.rowLengths, ...(maximumShift === undefined ? {} : { maximumShift }) });
}

function findingsOf(problem: AlignmentProblem, items: Diagnosis['items'], thresholds: DiagnosisThresholds): Finding[] {
  return failureKinds.flatMap(({ failure, judge, describe }) => {
    const found: { readonly b: number; readonly item: DiagnosedItem; readonly badness: number }[] = [];
    items.forEach((item, b) => {
      const badness = item.status === 'diagnosed' ? judge(item, thresholds) : undefined;
      if (badness !== undefined && item.status === 'diagnosed') found.push({ b, item, badness });
    });
    if (found.length === 0) return [];
    const worst = found.reduce((a, c) => (c.badness > a.badness ? c : a));
    return [{ failure, items: found.map(({ b }) => b), ...describe(worst.item, problem, worst.b) }];
  });
}

function inspect(items: Diagnosis['items'], thresholds: DiagnosisThresholds): TargetInspection | undefined {
  const known = items.filter((item) => item.status === 'diagnosed').filter(({ blurring }) => blurring !== undefined);
  if (known.length === 0) return undefined;
  const events = known.flatMap(({ decay }) => decay!.events);
  const imbalance = events.length === 0 ? 0 : compareMagnitudes(events).imbalance;
  const energyLoss = Math.min(1, known.reduce((sum, { blurring }) => sum + blurring!.energyLoss, 0) / known.length);
  const collapsed = known.filter((item) => hasCollapsed(item, thresholds)).length > known.length / 2;
  return { energyLoss, imbalance, collapsed };
}
