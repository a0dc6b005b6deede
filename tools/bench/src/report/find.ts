import type { Measure } from '../contenders/contender.ts';
import type { Ratio } from '../measure/ratios.ts';
import type { Timing } from '../measure/rounds.ts';
import type { CaseResult } from '../measure/run-case.ts';
import type { Report } from './report.ts';

/** The measure that stands for a case as a whole. */
export function mainMeasure({ kind }: Pick<CaseResult, 'kind'>): Measure {
  return kind === 'dtw' ? 'path' : 'both';
}

export function timingOf(result: CaseResult, contender: string, measure: Measure = mainMeasure(result)): Timing | undefined {
  return result.timings.find((timing) => timing.contender === contender && timing.measure === measure);
}

export function ratioOf(result: CaseResult, faster: string, slower: string, measure: Measure = mainMeasure(result)): Ratio | undefined {
  return result.ratios.find((ratio) => ratio.faster === faster && ratio.slower === slower && ratio.measure === measure);
}

export function labelOf(report: Report, id: string): string {
  return [...report.contenders, ...report.absent].find((contender) => contender.id === id)?.label ?? id;
}

/** The contenders that any of the cases has a time of, in the order of the report. */
export function participants(report: Report, results: readonly CaseResult[]): string[] {
  return report.contenders.map(({ id }) => id).filter((id) => results.some((result) => timingOf(result, id) !== undefined));
}
