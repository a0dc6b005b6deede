import { isAbsent } from '../contenders/contender.ts';
import type { MultiplyAddRate } from '../limit/multiply-add-rate.ts';
import type { Report } from './report.ts';
import { labelOf, timingOf } from './find.ts';
import { digits, table, times } from './table.ts';

/** The most vector instructions that a core was seen to do in a nanosecond. */
export function bestRate(rates: readonly MultiplyAddRate[]): number | undefined {
  return rates.length === 0 ? undefined : Math.max(...rates.map(({ vectorInstructionsPerNanosecond }) => vectorInstructionsPerNanosecond));
}

export function rateTable(rates: readonly MultiplyAddRate[]): string {
  return table(
    ['four floats at once', 'independent chains', 'vector instructions per ns', 'multiply-adds of one float per ns'],
    rates.map(({ step, chains, vectorInstructionsPerNanosecond, multiplyAddsPerNanosecond }) => [
      step,
      String(chains),
      digits(vectorInstructionsPerNanosecond),
      digits(4 * multiplyAddsPerNanosecond),
    ]),
  );
}

/** Instructions a cell of each kernel, the time they take at the measured rate, and the time that it takes. */
export function limitTable(report: Report): string | undefined {
  const rate = bestRate(report.rates);
  if (rate === undefined) return undefined;
  const rows = Object.entries(report.operations).flatMap(([id, counted]) =>
    isAbsent(counted)
      ? []
      : Object.entries(counted.cases).flatMap(([name, operations]) =>
          (['forward', 'both'] as const).flatMap((part) => {
            const result = report.results.find((found) => found.name === name);
            const measure = part === 'both' && result?.kind === 'dtw' ? 'path' : part;
            const measured = result && timingOf(result, id, measure)?.nanosecondsPerCell.median;
            const { vector, vectorMemory, scalar, scalarMemory, branch } = operations[part];
            if (result?.kind === 'dtw' && part === 'forward') return [];
            const least = vector / rate;
            return [
              [
                name,
                labelOf(report, id),
                part === 'both' ? (measure === 'path' ? 'path' : 'forward + backward') : part,
                digits(vector),
                digits(vectorMemory),
                digits(scalar + scalarMemory + branch),
                digits(least),
                digits(measured ?? NaN),
                measured === undefined ? '' : times(measured / least),
              ],
            ];
          }),
        ),
  );
  const head = ['case', 'kernel', 'what', 'vector', 'vector loads and stores', 'others', 'limit, ns', 'measured, ns', 'measured / limit'];
  return rows.length === 0 ? undefined : table(head, rows, 3);
}
