import type { Cell, Parameterization } from '@rubato/core';
import { mostColumns } from './labels.ts';
import { blankSteps } from './steps.ts';

/** Weights of the steps (1,0), (1,1), (1,2) into a column. */
export type ColumnWeights = readonly [stay: number, next: number, skip: number];

/** Weights of the steps into the four kinds of columns of an extended label sequence. */
export interface BlankLatticeWeights {
  readonly label: ColumnWeights;
  readonly blank: ColumnWeights;
  /** A label equal to the one before. */
  readonly repeatedLabel: ColumnWeights;
  /** The blank between two equal labels. */
  readonly separatingBlank: ColumnWeights;
}

const START: readonly Cell[] = freezeCells([
  [0, 0],
  [0, 1],
]);
const END: readonly Cell[] = freezeCells([
  [-1, -1],
  [-1, -2],
]);
/** An empty target has the one column of its blank. */
const ONLY_START: readonly Cell[] = freezeCells([[0, 0]]);
const ONLY_END: readonly Cell[] = freezeCells([[-1, -1]]);

/**
 * The lattice over extended label sequences: blanks in even columns, labels in odd ones. `lengths` are the numbers L of labels,
 * `repeats(b, l)` says whether label l ≥ 1 of item b equals the one before.
 */
export function blankLattice(
  lengths: Int32Array,
  repeats: (b: number, l: number) => boolean,
  weights: BlankLatticeWeights,
): Parameterization {
  const columnLengths = lengths.map((length) => 2 * length + 1);
  const columns = mostColumns(columnLengths);
  const data = new Float64Array(lengths.length * columns * 3).fill(1);
  lengths.forEach((length, b) => {
    for (let m = 0; m < columnLengths[b]; m++) {
      const after = m >> 1;
      const atRepeat = after > 0 && after < length && repeats(b, after);
      const [label, blank] = atRepeat ? [weights.repeatedLabel, weights.separatingBlank] : [weights.label, weights.blank];
      data.set(m % 2 === 1 ? label : blank, (b * columns + m) * 3);
    }
  });
  return {
    steps: blankSteps,
    stepWeights: Object.freeze({ data, shape: Object.freeze([lengths.length, 1, columns, 3] as const) }),
    start: boundary(lengths, START, ONLY_START),
    end: boundary(lengths, END, ONLY_END),
    minimum: 'softmin',
    temperature: 1,
    columnLengths,
  };
}

function freezeCells(cells: readonly Cell[]): readonly Cell[] {
  return Object.freeze(cells.map((cell): Cell => Object.freeze([cell[0], cell[1]] as const)));
}

/** One list for all items where none is empty, so that backends see the plainest structure. */
function boundary(lengths: Int32Array, cells: readonly Cell[], ofEmpty: readonly Cell[]): NonNullable<Parameterization['start']> {
  if (!lengths.includes(0)) return cells;
  return Object.freeze({ cellsOfItem: Object.freeze(Array.from(lengths, (length) => (length === 0 ? ofEmpty : cells))) });
}
