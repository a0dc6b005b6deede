import type { AlignmentProblem, Step, StepTable } from '@rubato/core';
import { tableIndex } from '@rubato/core';

/**
 * A step table on the lifted lattice (`liftedProduct`). Into the first layer its own numbers; into the others `between(layer)` for step
 * (1, 0) and `closed` for all else. Axes that the table broadcasts are not expanded, but for the rows, which are layers in turn.
 */
export function liftTable(
  problem: AlignmentProblem,
  table: StepTable,
  lifted: readonly Step[],
  depth: number,
  between: (layer: number) => number,
  closed: number,
): { readonly data: Float64Array; readonly shape: readonly [number, number, number, number] } {
  const { rows, columns, steps } = problem;
  const lines = depth * (rows + columns - 1);
  const batch = table.shape[0];
  const byCell = table.shape[1] !== 1 || table.shape[2] !== 1;
  const width = byCell ? columns : 1;
  const inner = lifted.findIndex(([i, j]) => i === 1 && j === 0);
  const data = new Float64Array(batch * lines * width * lifted.length).fill(closed);
  for (let line = 0; line < batch * lines; line++) {
    const b = Math.floor(line / lines);
    const layer = line % depth;
    const k = Math.floor((line % lines) / depth);
    for (let m = 0; m < width; m++) {
      const at = (line * width + m) * lifted.length;
      const n = byCell ? k - m : 0;
      if (layer > 0) data[at + inner] = between(layer);
      else if (n >= 0 && n < rows) for (let s = 0; s < steps.length; s++) data[at + s] = table.data[tableIndex(table, b, n, m, s)];
    }
  }
  return { data, shape: [batch, lines, width, lifted.length] };
}
