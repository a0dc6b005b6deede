import { labelOf } from './find.ts';
import type { Report } from './report.ts';
import { megabytes, table } from './table.ts';

/** Peak memory of a solve in a fresh process, the caller's arrays counted in. */
export function memoryTable(report: Report): string {
  return table(
    ['case', 'contender', "caller's arrays, MB", 'peak, MB', 'process before, MB'],
    report.memory.map(({ caseName, contender, input, peak, baseline }) => [
      caseName,
      labelOf(report, contender),
      megabytes(input),
      megabytes(peak),
      megabytes(baseline),
    ]),
    2,
  );
}
