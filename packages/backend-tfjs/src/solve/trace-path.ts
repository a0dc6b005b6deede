import type { AlignmentProblem, SolutionWriter } from '@rubato/core';
import { candidateColumn, candidateRow } from '@rubato/core';
import { LIMIT } from '@rubato/core/fronts';
import type { Prepared } from '../lattice/prepare.ts';
import type { Numbers } from './read-back.ts';

/** Follows the weights of a pass under hardmin, [fronts, batch, places, S + 1], from the end of each item to its start. */
export function tracePaths(
  problem: AlignmentProblem,
  { cells, units, end }: Prepared,
  { values, endWeights }: Pick<Numbers, 'values' | 'endWeights'>,
  weights: Float32Array,
  writer: SolutionWriter,
): void {
  const { steps, rowLengths, columnLengths } = problem;
  const slots = steps.length + 1;
  for (let b = 0; b < problem.batch; b++) {
    const pairs: number[] = [];
    const k = endWeights.subarray(b * end.candidates, (b + 1) * end.candidates).indexOf(1);
    if (k >= 0) {
      let n = candidateRow(problem.end, b, k, rowLengths[b]);
      let m = candidateColumn(problem.end, b, k, columnLengths[b]);
      for (;;) {
        pairs.push(m, n);
        const at = cells.at(b, n, m) * slots;
        const s = weights.subarray(at, at + slots).indexOf(1);
        if (s === steps.length) break;
        if (s < 0) throw new Error(`no step leads into cell (${n}, ${m}) of item ${b}, on whose best path it lies`);
        n -= steps[s][0];
        m -= steps[s][1];
      }
    }
    writer.path(b, Int32Array.from(pairs.reverse()), values[b] < LIMIT ? values[b] * units.unit[b] : Infinity);
  }
}
