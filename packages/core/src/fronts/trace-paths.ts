import { candidateColumn, candidateCount, candidateRow } from '../problem/boundary.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import type { SolutionWriter } from '../backend/solution-writer.ts';
import type { FrontNumbers } from './write-solution.ts';

/**
 * Follows the weights of a pass under hardmin from the end of each item to its start.
 *
 * @param weight 1 for the step into a cell that was taken, or for the start behind the steps
 */
export function traceFronts(
  problem: AlignmentProblem,
  numbers: Pick<FrontNumbers, 'value' | 'endWeight'>,
  weight: NonNullable<FrontNumbers['edge']>,
  writer: SolutionWriter,
): void {
  const { batch, steps, end, rowLengths, columnLengths } = problem;
  for (let b = 0; b < batch; b++) {
    const pairs: number[] = [];
    const k = firstOne(candidateCount(end, b, rowLengths[b], columnLengths[b]), (candidate) => numbers.endWeight(b, candidate));
    if (k >= 0) {
      let n = candidateRow(end, b, k, rowLengths[b]);
      let m = candidateColumn(end, b, k, columnLengths[b]);
      for (;;) {
        pairs.push(m, n);
        const s = firstOne(steps.length + 1, (slot) => weight(b, n, m, slot));
        if (s === steps.length) break;
        if (s < 0) throw new Error(`no step leads into cell (${n}, ${m}) of item ${b}, on whose best path it lies`);
        n -= steps[s][0];
        m -= steps[s][1];
      }
    }
    writer.path(b, Int32Array.from(pairs.reverse()), numbers.value(b));
  }
}

/** The first of some weights that is 1, or -1. */
function firstOne(count: number, weight: (k: number) => number): number {
  for (let k = 0; k < count; k++) if (weight(k) === 1) return k;
  return -1;
}
