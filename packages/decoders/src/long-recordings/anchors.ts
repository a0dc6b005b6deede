/** The cells of the rectangle between two cells, both included. */
export function rectangle(firstRow: number, firstColumn: number, lastRow: number, lastColumn: number): number {
  return (lastRow - firstRow + 1) * (lastColumn - firstColumn + 1);
}

/**
 * Cells of a finer lattice through which its path is made to go, the corners included: the centres of a coarse path's cells, as few as keep
 * the rectangle between neighbours within `blockCells`.
 *
 * @param path (row, column) pairs of the coarse lattice
 * @param ratio frames of the finer sequences to one of the coarse
 * @param blockCells at least `(ratio + 1)²`
 * @returns (row, column) pairs of the finer lattice
 */
export function selectAnchors(path: Int32Array, ratio: number, rows: number, columns: number, blockCells: number): number[] {
  const centre = Math.floor((ratio - 1) / 2);
  const anchors = [0, 0];
  let row = 0;
  let column = 0;
  for (let i = 0; i <= path.length; i += 2) {
    const isEnd = i === path.length;
    const nextRow = isEnd ? rows - 1 : Math.min(rows - 1, path[i] * ratio + centre);
    const nextColumn = isEnd ? columns - 1 : Math.min(columns - 1, path[i + 1] * ratio + centre);
    if (rectangle(anchors.at(-2)!, anchors.at(-1)!, nextRow, nextColumn) > blockCells) anchors.push(row, column);
    row = nextRow;
    column = nextColumn;
  }
  anchors.push(rows - 1, columns - 1);
  return anchors;
}
