import { basename } from 'node:path';
import { readCsv } from '@rubato/io';
import { drawErrors, drawLossCurves, drawWarp } from '@rubato/plot';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { inFile, loadArray } from '../files/load-array.ts';
import { toFloats } from '../files/load-features.ts';
import { decodeText } from '../files/text.ts';
import { type Draw, drawing } from './picture-request.ts';

/** Losses: each column of a table is a curve, a column `epoch` or `iteration` counts. */
export const lossPicture: Draw = async ({ file, look, logarithmic, maxBytes }, environment) => {
  const { header, columns } = await tableOf(file, environment, maxBytes);
  const counter = header.findIndex((name) => /^(epoch|iteration|step)s?$/i.test(name));
  const first = counter < 0 ? 1 : columns[counter][0];
  if (counter >= 0 && columns[counter].some((value, i) => value !== first + i)) {
    throw new UsageError(`${file}: the column ${header[counter]} must count: ${first}, ${first + 1}, and so on`);
  }
  const curves = header.flatMap((name, k) => (k === counter ? [] : [{ name, values: columns[k] }]));
  return drawing(file, () =>
    drawLossCurves({
      title: basename(file),
      ...look,
      curves,
      first,
      ...(counter < 0 ? {} : { xName: header[counter] }),
      ...(logarithmic === true ? { logarithmic } : {}),
    }),
  );
};

/** Errors at events, as `rubato eval alignment --out errors.csv` writes them, or two columns: seconds, milliseconds. */
export const errorPicture: Draw = async ({ file, look, maxBytes }, environment) => {
  const { header, columns } = await tableOf(file, environment, maxBytes);
  const at = (name: string, otherwise: number): Float64Array => {
    const k = header.indexOf(name);
    const column = columns[k < 0 ? otherwise : k];
    if (column === undefined) throw new UsageError(`${file} has ${columns.length} columns; errors are two, seconds and milliseconds`);
    return column;
  };
  const positions = at('position_seconds', 0);
  const milliseconds = at('error_milliseconds', 1);
  return drawing(file, () =>
    drawErrors({ title: basename(file), subtitle: `${positions.length} events`, ...look, positions, milliseconds }),
  );
};

/** A warp as `rubato warp --out` writes it, .csv or .json, and a second one as the ground truth. */
export const warpPicture: Draw = async ({ file, look, truth, maxBytes }, environment) => {
  const warp = await functionOf(file, environment, maxBytes);
  const played = truth === undefined ? undefined : await functionOf(truth, environment, maxBytes);
  return drawing(file, () => drawWarp({ title: basename(file), ...look, warp, ...(played === undefined ? {} : { truth: played }) }));
};

interface Table {
  readonly header: readonly string[];
  readonly columns: readonly Float64Array[];
}

async function tableOf(file: string, environment: Environment, maxBytes: number | undefined): Promise<Table> {
  const limits = maxBytes === undefined ? {} : { maxBytes };
  const text = /\.(csv|tsv|txt)$/i.test(file) ? decodeText(await environment.files.read(file, maxBytes), file) : undefined;
  const table = text === undefined ? await loadArray(file, environment, maxBytes) : inFile(file, () => readCsv(text, limits));
  const { shape, data } = table;
  const header: readonly string[] | undefined = 'header' in table ? (table.header as readonly string[]) : undefined;
  const [rows, width = 1] = shape;
  if (shape.length > 2 || rows === 0 || width === 0)
    throw new UsageError(`${file} has the shape [${shape.join(', ')}]; a table is [rows, columns]`);
  return {
    header: header ?? Array.from({ length: width }, (_, k) => `column ${k}`),
    columns: Array.from({ length: width }, (_, k) => Float64Array.from({ length: rows }, (_row, n) => data[n * width + k])),
  };
}

async function functionOf(file: string, environment: Environment, maxBytes: number | undefined) {
  if (/\.json$/i.test(file)) {
    const [times, values] = [
      await loadArray(`${file}:knots`, environment, maxBytes),
      await loadArray(`${file}:warp`, environment, maxBytes),
    ];
    return { times: toFloats(times), values: toFloats(values) };
  }
  const { columns } = await tableOf(file, environment, maxBytes);
  if (columns.length < 2) throw new UsageError(`${file} has one column; a warp has two, the time of B and the time of A`);
  return { times: columns[0], values: columns[1] };
}
