import type { Table1Id } from '@rubato/presets';
import { table1 } from '@rubato/presets';
import { rowAlignment } from './row-alignment.ts';
import { rowClasses } from './row-classes.ts';
import type { ThemeCostFunction } from './theme-costs.ts';

/** The rows SDTW-* of Table I: alignments of the classes with the weak targets. */
export function sdtwCosts(id: Table1Id): ThemeCostFunction {
  return (batch, logits, backend) => {
    const rows = batch.map(({ weak }) => rowClasses('batch.weak', weak, logits.shape[2] - 1));
    const raw = rowAlignment((labels) => table1(id, 'published-code', labels), rows, batch, logits, backend);
    return { raw, normalisers: rows.map(({ length }) => Math.max((length - 1) / 2, 1 / 2)) };
  };
}
