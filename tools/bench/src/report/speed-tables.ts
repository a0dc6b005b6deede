import type { CaseResult } from '../measure/run-case.ts';
import { claims } from './claims.ts';
import { labelOf, mainMeasure, participants, ratioOf, timingOf } from './find.ts';
import type { Report } from './report.ts';
import { digits, table, times } from './table.ts';

/** Medians of nanoseconds a cell, a row for each case and a column for each contender. */
export function speedTable(report: Report, results: readonly CaseResult[]): string {
  const ids = participants(report, results);
  const head = ['case', ...ids.map((id) => labelOf(report, id))];
  const rows = results.map((result) => [result.name, ...ids.map((id) => digits(timingOf(result, id)?.nanosecondsPerCell.median ?? NaN))]);
  return table(head, rows);
}

/** How many times as fast: a row for each case and a column for each claim that any of them has, or undefined. */
export function ratioTable(report: Report, results: readonly CaseResult[]): string | undefined {
  const shown = claims.filter(([ours, against]) => results.some((result) => ratioOf(result, ours, against) !== undefined));
  if (shown.length === 0) return undefined;
  const head = ['case', ...shown.map(([ours, against]) => `${labelOf(report, ours)} against ${labelOf(report, against)}`)];
  const rows = results.map((result) => [
    result.name,
    ...shown.map(([ours, against]) => {
      const ratio = ratioOf(result, ours, against);
      return ratio === undefined ? '' : `${times(ratio.ratio)} (${digits(ratio.lower)} to ${digits(ratio.upper)})`;
    }),
  ]);
  return table(head, rows);
}

/** Everything that was timed: forward, backward and both, with quartiles, and how far the answer was from the reference's. */
export function detailTable(report: Report): string {
  const head = ['case', 'contender', 'what', 'rounds', 'median ms', 'quartiles', 'ns per cell', 'value differs', 'gradient differs'];
  const rows = report.results.flatMap((result) =>
    result.timings.map(({ contender, measure, rounds, milliseconds, nanosecondsPerCell }) => {
      const difference = measure === mainMeasure(result) ? result.differences[contender] : undefined;
      return [
        result.name,
        labelOf(report, contender),
        measure === 'both' ? 'forward + backward' : measure,
        String(rounds),
        digits(milliseconds.median),
        `${digits(milliseconds.lower)} to ${digits(milliseconds.upper)}`,
        digits(nanosecondsPerCell.median),
        difference === undefined ? '' : difference.value.toExponential(1),
        difference === undefined ? '' : difference.gradient.toExponential(1),
      ];
    }),
  );
  return table(head, rows, 3);
}
