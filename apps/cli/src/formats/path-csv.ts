import { writeCsv } from '@rubato/io';
import type { AlignmentResult } from './result.ts';

/** The path as a table: row and column of each pair, and their seconds where the rates are known. */
export function pathCsv({ path, rates }: AlignmentResult): string {
  const pairs = path.length / 2;
  if (rates === undefined) return writeCsv({ dtype: 'int32', shape: [pairs, 2], data: path }, { header: ['row', 'column'] });
  const data = new Float64Array(4 * pairs);
  for (let i = 0; i < pairs; i++) {
    const row = path[2 * i];
    const column = path[2 * i + 1];
    data.set([row, column, row / rates.rows, column / rates.columns], 4 * i);
  }
  return writeCsv({ dtype: 'float64', shape: [pairs, 4], data }, { header: ['row', 'column', 'row_seconds', 'column_seconds'] });
}
