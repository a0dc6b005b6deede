import { basename } from 'node:path';
import { drawLossCurves } from '@rubato/plot';
import { UsageError } from '../errors.ts';
import { type Draw, drawing } from './picture-request.ts';
import { loadTable } from './table.ts';

/** Losses: each column of a table is a curve, a column `epoch`, `iteration` or `step` counts. */
export const lossPicture: Draw = async ({ file, look, logarithmic, maxBytes }, environment) => {
  const { header, columns } = await loadTable(file, environment, maxBytes);
  const names = header ?? columns.map((_, k) => `column ${k}`);
  const counter = names.findIndex((name) => /^(epoch|iteration|step)s?$/i.test(name));
  const x = counter < 0 ? undefined : counted(columns[counter], names[counter], file);
  const curves = names.flatMap((name, k) => (k === counter ? [] : [{ name, values: columns[k], ...(x === undefined ? {} : { x }) }]));
  if (curves.length === 0) throw new UsageError(`${file} has the column ${names[counter]} alone; a column more is a curve`);
  return drawing(file, {}, environment, () =>
    drawLossCurves({
      title: basename(file),
      ...look,
      curves,
      ...(counter < 0 ? {} : { xName: names[counter] }),
      ...(logarithmic === true ? { logarithmic } : {}),
    }),
  );
};

/** Epochs, iterations or steps: they rise, by any steps. */
function counted(values: Float64Array, name: string, file: string): Float64Array {
  const wrong = values.findIndex((value, i) => !Number.isFinite(value) || (i > 0 && value <= values[i - 1]));
  if (wrong < 0) return values;
  const right = wrong === 0 ? 'a finite number' : `a number above ${values[wrong - 1]}`;
  throw new UsageError(`${file}: the column ${name} counts, and its row ${wrong} (from 0) has ${values[wrong]}; expected ${right}`);
}
