import type { AlignmentProblem, SolutionWriter } from '@rubato/core';
import { candidateColumn, candidateRow } from '@rubato/core';
import { costInUnits } from '@rubato/core/fronts';
import type { Prepared } from '../lattice/prepare.ts';
import type { Numbers } from './read-back.ts';

/** Follows the weights of a pass under hardmin, [fronts, S + 1, batch, places], from the end of each item to its start. */
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
    const k = firstOne(end.count, (candidate) => endWeights[candidate * problem.batch + b]);
    if (k >= 0) {
      let n = candidateRow(problem.end, b, k, rowLengths[b]);
      let m = candidateColumn(problem.end, b, k, columnLengths[b]);
      for (;;) {
        pairs.push(m, n);
        const s = firstOne(slots, (slot) => weights[cells.at(b, n, m, slot, slots)]);
        if (s === steps.length) break;
        if (s < 0) throw new Error(`no step leads into cell (${n}, ${m}) of item ${b}, on whose best path it lies`);
        n -= steps[s][0];
        m -= steps[s][1];
      }
    }
    writer.path(b, Int32Array.from(pairs.reverse()), costInUnits(values[b], values[problem.batch + b], units.unit[b]));
  }
}

/** The first of some weights that is 1, or -1. */
function firstOne(count: number, weight: (k: number) => number): number {
  for (let k = 0; k < count; k++) if (weight(k) === 1) return k;
  return -1;
}
