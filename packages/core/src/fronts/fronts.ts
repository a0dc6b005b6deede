import type { AlignmentProblem, Step } from '../problem/problem.ts';

/** How a step reaches back: so many fronts, and so many places within a front. */
export interface Move {
  readonly fronts: number;
  readonly places: number;
}

/**
 * The lattice cut into fronts of cells that do not depend on each other: rows where every step advances a row, columns where every
 * step advances a column, else anti-diagonals. A cell is (front, place).
 */
export interface Fronts {
  readonly count: number;
  /** Places in a front; not all of an anti-diagonal's are cells. */
  readonly length: number;
  /** In the order of the steps. */
  readonly moves: readonly Move[];
  /** The most fronts that a move reaches back. */
  readonly reach: number;
  /** The most places that a move reaches back. */
  readonly placesReach: number;
  /** The front of cell (n, m). */
  front(n: number, m: number): number;
  /** Its place in the front. */
  place(n: number, m: number): number;
}

/** The cut with the fewest fronts; of two kinds of anti-diagonals that with the shorter ones. */
export function cutIntoFronts({ rows, columns, steps }: Pick<AlignmentProblem, 'rows' | 'columns' | 'steps'>): Fronts {
  const byRows = steps.every(([i]) => i > 0);
  const byColumns = steps.every(([, j]) => j > 0);
  if (byRows && (!byColumns || rows <= columns)) {
    return fronts(
      rows,
      columns,
      steps,
      (n) => n,
      (_, m) => m,
    );
  }
  if (byColumns) {
    return fronts(
      columns,
      rows,
      steps,
      (_, m) => m,
      (n) => n,
    );
  }
  const place = rows <= columns ? (n: number): number => n : (_: number, m: number): number => m;
  return fronts(rows + columns - 1, Math.min(rows, columns), steps, (n, m) => n + m, place);
}

type Coordinate = (n: number, m: number) => number;

// Both coordinates are linear in (n, m), so that a step moves by its own coordinates.
function fronts(count: number, length: number, steps: readonly Step[], front: Coordinate, place: Coordinate): Fronts {
  const moves = steps.map(([i, j]) => ({ fronts: front(i, j), places: place(i, j) }));
  const most = (along: keyof Move): number => Math.max(...moves.map((move) => move[along]));
  return { count, length, moves, reach: most('fronts'), placesReach: most('places'), front, place };
}
