import type { BandInput } from '@rubato/core';
import type { Draw } from './draw.ts';

export type BandRecipe = 'none' | 'sakoeChiba' | 'itakura' | 'ranges' | 'rangesOfItem';

/** Row ranges about the diagonal of an item, both ends non-decreasing; widths vary, and some rows may be empty. */
export function drawRanges(
  rows: number,
  columns: number,
  rowLength: number,
  columnLength: number,
  draw: Draw,
): { first: number[]; last: number[] } {
  const first: number[] = [];
  const last: number[] = [];
  const [before, after] = [draw.whole(0, 3), draw.whole(1, 4)];
  for (let n = 0; n < rows; n++) {
    if (n >= rowLength) {
      // Never looked at, so long as it is a range.
      first.push(draw.whole(0, columns));
      last.push(Math.max(first[n] - 1, draw.whole(-1, columns - 1)));
      continue;
    }
    const centre = rowLength > 1 ? Math.round((n * (columnLength - 1)) / (rowLength - 1)) : 0;
    const from = Math.max(n === 0 ? 0 : first[n - 1], Math.min(columns, centre - before + draw.whole(-1, 1)), 0);
    const most = rowLength === 1 ? columns - 1 : Math.min(columns - 1, centre + after + draw.whole(-1, 1));
    first.push(from);
    last.push(Math.max(n === 0 ? -1 : last[n - 1], from - 1, most));
  }
  return { first, last };
}

/** Draws a band. */
export function drawBand(
  recipe: BandRecipe,
  rows: number,
  columns: number,
  rowLengths: readonly number[],
  columnLengths: readonly number[],
  draw: Draw,
): BandInput | undefined {
  switch (recipe) {
    case 'none':
      return undefined;
    case 'sakoeChiba':
      return { kind: 'sakoeChiba', radius: draw.chance(0.5) ? draw.whole(0, 3) : draw.real(0.3, 3) };
    case 'itakura':
      return { kind: 'itakura', slope: draw.chance(0.3) ? draw.whole(1, 3) : draw.real(1, 4) };
    case 'ranges':
      return { kind: 'ranges', ...drawRanges(rows, columns, Math.max(...rowLengths), Math.max(1, ...columnLengths), draw) };
    case 'rangesOfItem': {
      const items = rowLengths.map((length, b) => drawRanges(rows, columns, length, Math.max(1, columnLengths[b]), draw));
      return { kind: 'ranges', first: items.flatMap(({ first }) => first), last: items.flatMap(({ last }) => last) };
    }
  }
}
