import type { AlignmentProblem } from '@rubato/core';
import { UnsupportedError } from '@rubato/core';

/** The choice of a cell that no path reaches. */
const UNREACHED = 255;

/**
 * The last rows of accumulated costs of a hard recursion, one item of a problem after core's definition to the bit:
 * `D(n,m) = min({D(n-i_s, m-j_s) + (W(n,m,s)·C(n,m) + P(n,m,s))} ∪ {start(n,m)})`, the first of equal candidates, the start last.
 *
 * Rows stand in a ring, `Infinity` to their left, and a row of `Infinity` stands for all before the first, so that no index is tested.
 */
export class HardRows {
  /** The costs of a row, by column: to be written before `compute`. */
  readonly costs: Float64Array;
  /** The start candidates of a row, by column: likewise, where there are any. */
  readonly starts: Float64Array;
  /** By column: the step that won, the number of steps for the start, or `UNREACHED`. */
  readonly choices: Uint8Array;
  /** The most rows that a step goes back. */
  readonly reach: number;
  private readonly problem: AlignmentProblem;
  private readonly item: number;
  private readonly ring: Float64Array;
  /** The most columns that a step goes back: the `Infinity` to the left of each row. */
  private readonly padding: number;
  private readonly width: number;
  private readonly predecessors: Int32Array;
  private readonly weightStarts: Float64Array;
  private readonly penaltyStarts: Float64Array;

  constructor(problem: AlignmentProblem, item: number) {
    const { steps, columns } = problem;
    if (steps.length >= UNREACHED) throw new UnsupportedError('the hard recursion', `it has ${steps.length} steps, more than 254`);
    this.problem = problem;
    this.item = item;
    this.reach = Math.max(...steps.map(([i]) => i));
    this.padding = Math.max(...steps.map(([, j]) => j));
    this.width = columns + this.padding;
    this.ring = new Float64Array((this.reach + 2) * this.width).fill(Infinity);
    this.costs = new Float64Array(columns);
    this.starts = new Float64Array(columns);
    this.choices = new Uint8Array(columns);
    this.predecessors = new Int32Array(steps.length);
    this.weightStarts = new Float64Array(steps.length);
    this.penaltyStarts = new Float64Array(steps.length);
  }

  /** Bytes that the rows of a problem hold. */
  static bytes({ steps, columns }: AlignmentProblem): number {
    const reach = Math.max(...steps.map(([i]) => i));
    const padding = Math.max(...steps.map(([, j]) => j));
    return 8 * (reach + 2) * (columns + padding) + 17 * columns + 20 * steps.length;
  }

  /** D(n, m), where row n is among the last `reach + 1`. */
  at(n: number, m: number): number {
    return this.ring[this.base(n) + m];
  }

  /** Writes D(n, m): for a row that is put back from a saved state. */
  put(n: number, m: number, value: number): void {
    this.ring[this.base(n) + m] = value;
  }

  /** Forgets the columns `first` to `last` of the place where row n will stand, and what a step from `first` could see to their left. */
  clear(n: number, first: number, last: number): void {
    const base = this.base(n);
    this.ring.fill(Infinity, base + first - this.padding, base + last + 1);
  }

  /** Computes columns `from` to `to` of row n; rows before `firstRow` do not exist. */
  compute(n: number, firstRow: number, from: number, to: number, withStarts: boolean): void {
    const { steps, stepWeights, stepPenalties } = this.problem;
    const { ring, costs, starts, choices, predecessors, weightStarts, penaltyStarts } = this;
    const count = steps.length;
    for (let s = 0; s < count; s++) {
      const [i, j] = steps[s];
      predecessors[s] = (n - i < firstRow ? (this.reach + 1) * this.width + this.padding : this.base(n - i)) - j;
      weightStarts[s] = this.item * stepWeights.strides[0] + n * stepWeights.strides[1] + s * stepWeights.strides[3];
      penaltyStarts[s] = this.item * stepPenalties.strides[0] + n * stepPenalties.strides[1] + s * stepPenalties.strides[3];
    }
    const { data: weights, strides: weightStrides } = stepWeights;
    const { data: penalties, strides: penaltyStrides } = stepPenalties;
    const weightStride = weightStrides[2];
    const penaltyStride = penaltyStrides[2];
    const base = this.base(n);
    for (let m = from; m <= to; m++) {
      const cost = costs[m];
      let least = Infinity;
      let choice = UNREACHED;
      if (cost !== Infinity) {
        for (let s = 0; s < count; s++) {
          const weight = weights[weightStarts[s] + m * weightStride];
          // An infinite weight forbids: Infinity·0 and Infinity·(a negative cost) are never computed.
          if (weight === Infinity) continue;
          const candidate = ring[predecessors[s] + m] + (weight * cost + penalties[penaltyStarts[s] + m * penaltyStride]);
          if (candidate < least) {
            least = candidate;
            choice = s;
          }
        }
      }
      if (withStarts && starts[m] < least) {
        least = starts[m];
        choice = count;
      }
      ring[base + m] = least;
      choices[m] = choice;
    }
  }

  private base(n: number): number {
    return (n % (this.reach + 1)) * this.width + this.padding;
  }
}
