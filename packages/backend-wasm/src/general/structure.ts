import type { AlignmentProblem, Step } from '@rubato/core';

/** The facts about a problem's steps that kernels are chosen by, worked out once per solve. */
export interface Structure {
  /** Number of steps S. */
  readonly count: number;
  /**
   * Rows and columns that each step goes back, those of the lattice at most: a step that cannot be taken leads to the first row
   * outside all the same, and rows need not be wider for it.
   */
  readonly rowsBack: Int32Array;
  readonly columnsBack: Int32Array;
  /** The most rows that any step goes back. */
  readonly reach: number;
  /** The most columns that any step goes back. */
  readonly pad: number;
  /** Whether every step that is not forbidden has weight 1, as in soft-DTW and CTC: then H = E but for boundary multipliers. */
  readonly unitWeights: boolean;
  /** Whether every step that is not forbidden costs just what its cell costs. */
  readonly onlyMasks: boolean;
  /** The places of (1,0), (0,1) and (1,1) in the list of steps, where these are all the steps. */
  readonly neighbours: readonly [vertical: number, horizontal: number, diagonal: number] | undefined;
  /** Whether there are two or three steps, and all come from rows above. */
  readonly advancing: boolean;
  /** The steps in the order in which softmin's kernels know them: neighbours as above, others as given. */
  readonly order: readonly number[];
}

/** Looks at a problem's steps and weights. */
export function analyse({ steps, stepWeights, stepPenalties, rows, columns }: AlignmentProblem): Structure {
  const rowsBack = Int32Array.from(steps, ([i]) => Math.min(i, rows));
  const columnsBack = Int32Array.from(steps, ([, j]) => Math.min(j, columns));
  const neighbours = neighboursOf(steps);
  const unitWeights = stepWeights.constant === 1 || stepWeights.data.every((weight) => weight === 1 || weight === Infinity);
  const noPenalties = stepPenalties.constant === 0 || stepPenalties.data.every((penalty) => penalty === 0 || penalty === Infinity);
  return {
    count: steps.length,
    rowsBack,
    columnsBack,
    reach: Math.max(...rowsBack),
    pad: Math.max(...columnsBack),
    unitWeights,
    onlyMasks: unitWeights && noPenalties,
    neighbours,
    advancing: (steps.length === 2 || steps.length === 3) && rowsBack.every((i) => i > 0),
    order: neighbours ?? steps.map((_, s) => s),
  };
}

function neighboursOf(steps: readonly Step[]): Structure['neighbours'] {
  const find = (i: number, j: number): number => steps.findIndex((step) => step[0] === i && step[1] === j);
  const places = [find(1, 0), find(0, 1), find(1, 1)] as const;
  return steps.length === 3 && places.every((place) => place >= 0) ? places : undefined;
}
