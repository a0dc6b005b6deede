import type { BoundaryInput, BoundaryRole, BoundarySet, BoundaryTableInput, Cell } from '@rubato/core';
import type { Draw } from './draw.ts';
import type { Padding } from './padding.ts';
import { paddingNumber } from './padding.ts';

export type BoundarySetRecipe = BoundarySet | 'cells' | 'cellsOfItem';
export type BoundaryTableShape = 'none' | 'number' | 'list' | 'B' | 'K' | 'BK';

export interface BoundaryRecipe {
  readonly set: BoundarySetRecipe;
  readonly multiplier: BoundaryTableShape;
  readonly penalty: BoundaryTableShape;
}

/** Every shape, with how often it is drawn. */
export const boundaryTableShapes: readonly BoundaryTableShape[] = ['none', 'none', 'none', 'none', 'number', 'list', 'B', 'K', 'BK'];

interface Lengths {
  readonly rows: number;
  readonly columns: number;
  readonly rowLengths: readonly number[];
  readonly columnLengths: readonly number[];
  readonly padding: Padding;
}

/** Draws a boundary with its multipliers and penalties. */
export function drawBoundary(role: BoundaryRole, recipe: BoundaryRecipe, lengths: Lengths, draw: Draw, whole: boolean): BoundaryInput {
  const batch = lengths.rowLengths.length;
  const { set } = recipe;
  const shared =
    set === 'cells'
      ? drawCells(
          role,
          lengths,
          lengths.rowLengths.map((_, b) => b),
          draw,
        )
      : undefined;
  const ofItem = set === 'cellsOfItem' ? lengths.rowLengths.map((_, b) => drawCells(role, lengths, [b], draw)) : undefined;
  const most = mostCandidates(set, lengths, shared, ofItem);
  const weight = (infinity: number): number => {
    if (draw.chance(infinity)) return Infinity;
    if (whole) return draw.whole(0, 2);
    return draw.chance(0.1) ? 0 : draw.real(0.2, 2);
  };
  const penalty = (infinity: number): number => {
    if (draw.chance(infinity)) return Infinity;
    return whole ? draw.whole(-1, 2) : draw.real(-1, 1);
  };
  const fill = (table: BoundaryTableInput | undefined) =>
    fillPadding(table, candidateCounts(set, lengths, shared, ofItem), lengths.padding);
  const multipliers = fill(drawBoundaryTable(recipe.multiplier, batch, most, weight));
  const penalties = fill(drawBoundaryTable(recipe.penalty, batch, most, penalty));
  const tables = {
    ...(multipliers === undefined ? {} : { multiplier: multipliers }),
    ...(penalties === undefined ? {} : { penalty: penalties }),
  };
  if (shared !== undefined) return multipliers === undefined && penalties === undefined ? shared : { cells: shared, ...tables };
  if (ofItem !== undefined) return { cellsOfItem: ofItem, ...tables };
  return { set: set as BoundarySet, ...tables };
}

function mostCandidates(set: BoundarySetRecipe, lengths: Lengths, shared?: readonly Cell[], ofItem?: readonly (readonly Cell[])[]): number {
  switch (set) {
    case 'corner':
      return 1;
    case 'firstRow':
    case 'lastRow':
      return lengths.columns;
    case 'firstColumn':
    case 'lastColumn':
      return lengths.rows;
    case 'cells':
      return shared!.length;
    case 'cellsOfItem':
      return Math.max(...ofItem!.map((list) => list.length));
  }
}

/** How many candidates each item has: those of a row or column set within its own lengths. */
function candidateCounts(
  set: BoundarySetRecipe,
  { rowLengths, columnLengths }: Lengths,
  shared?: readonly Cell[],
  ofItem?: readonly (readonly Cell[])[],
): readonly number[] {
  return rowLengths.map((rows, b) => {
    const columns = columnLengths[b];
    if (rows * columns === 0) return 0;
    const counts = { corner: 1, firstRow: columns, lastRow: columns, firstColumn: rows, lastColumn: rows };
    return set === 'cells' ? shared!.length : set === 'cellsOfItem' ? ofItem![b].length : counts[set];
  });
}

/** Fills what lies behind the candidates of every item that a table is for. */
function fillPadding(table: BoundaryTableInput | undefined, counts: readonly number[], padding: Padding): BoundaryTableInput | undefined {
  if (table === undefined || typeof table === 'number' || !('shape' in table)) return table;
  const [B, K] = table.shape;
  const count = (b: number): number => (B === 1 ? Math.max(...counts) : counts[b]);
  const data = Array.from(table.data, (value, position) =>
    position % K < count(Math.floor(position / K)) ? value : paddingNumber(padding),
  );
  return { data, shape: table.shape };
}

/** One to four cells near the role's corner, each once in every item that the list is for, some counted from the item's end. */
function drawCells(role: BoundaryRole, { rowLengths, columnLengths }: Lengths, items: readonly number[], draw: Draw): readonly Cell[] {
  const real = items.filter((b) => rowLengths[b] * columnLengths[b] > 0);
  const corner: Cell = role === 'start' ? [0, 0] : [-1, -1];
  const cells: Cell[] = [];
  const seen = new Set<string>();
  const add = (cell: Cell): void => {
    const places = real.map((b) => {
      const [n, m] = [cell[0] < 0 ? cell[0] + rowLengths[b] : cell[0], cell[1] < 0 ? cell[1] + columnLengths[b] : cell[1]];
      return n >= 0 && n < rowLengths[b] && m >= 0 && m < columnLengths[b] ? `${b}:${n},${m}` : undefined;
    });
    if (places.some((place) => place === undefined || seen.has(place))) return;
    for (const place of places) seen.add(place!);
    cells.push(cell);
  };
  const count = draw.whole(1, 4);
  const cornerAt = draw.whole(0, count);
  for (let k = 0; k < count; k++) {
    if (k === cornerAt) add(corner);
    // Near the corner, so that most problems stay feasible.
    const [n, m] = [draw.whole(0, 2), draw.whole(0, 2)];
    add(role === 'start' ? [n, m] : [-1 - n, -1 - m]);
    if (real.length === 1 && draw.chance(0.3)) add(role === 'start' ? [n - rowLengths[real[0]], m] : [rowLengths[real[0]] - 1 - n, -1 - m]);
  }
  return cells.length === 0 ? [corner] : cells;
}

function drawBoundaryTable(
  shape: BoundaryTableShape,
  batch: number,
  most: number,
  number: (infinity: number) => number,
): BoundaryTableInput | undefined {
  const infinity = most > 1 ? 0.12 : 0;
  const list = (length: number, probability: number): number[] => Array.from({ length }, () => number(probability));
  switch (shape) {
    case 'none':
      return undefined;
    case 'number':
      return number(0);
    case 'list':
      return list(most, infinity);
    case 'B':
      return { data: list(batch, 0), shape: [batch, 1] };
    case 'K':
      return { data: list(most, infinity), shape: [1, most] };
    case 'BK':
      return { data: list(batch * most, infinity), shape: [batch, most] };
  }
}
