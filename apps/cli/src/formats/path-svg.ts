import { basename } from 'node:path';
import type { AlignmentProblem } from '@rubato/core';
import { createCostReader, latticeLayout } from '@rubato/core';
import { blockMeansInPieces, drawFigure, MATRIX_PIXELS, type RowSource } from '@rubato/plot';
import type { PictureLook } from '../options/picture.ts';
import { pauseFor } from './pause.ts';
import { formatNumber, plural } from './quantities.ts';
import type { AlignmentResult } from './result.ts';

/** How the drawing looks and what its axes are. */
export interface FigureNames extends PictureLook {
  readonly rows: string;
  readonly columns: string;
  /** The local cost, in words. */
  readonly cost: string;
}

/** The result as a drawing: the soft alignment where there is one, else the cost, with the path over it. */
export async function resultSvg(
  result: AlignmentResult,
  problem: AlignmentProblem,
  names: FigureNames,
  signal: AbortSignal,
): Promise<string> {
  const { cost, value, path, rows, columns, softAlignment, rates } = result;
  const raster = await blockMeansInPieces(
    softAlignment === undefined ? costRows(problem) : softRows(result),
    MATRIX_PIXELS,
    pauseFor(signal),
  );
  const facts = [
    `cost ${formatNumber(cost)}`,
    ...(value === undefined ? [] : [`soft value ${formatNumber(value)}`]),
    plural(path.length / 2, 'pair'),
    names.cost,
  ];
  const [rowName, columnName] = [names.rows, names.columns].map((name) => basename(name));
  return drawFigure({
    title: names.title ?? `${rowName} and ${columnName}`,
    subtitle: facts.join(' · '),
    rows,
    columns,
    rowName,
    columnName,
    raster,
    path,
    quantity: softAlignment === undefined ? 'cost' : 'soft alignment',
    colours: softAlignment === undefined ? 'linear' : 'squareRoot',
    ...(rates === undefined ? {} : { rates }),
    theme: names.theme,
  });
}

function costRows(problem: AlignmentProblem): RowSource {
  const { rows, columns } = problem;
  const { first, last } = latticeLayout(problem);
  const read = createCostReader(problem);
  return { rows, columns, first, last, read: (n, out) => read(0, n, first[n], last[n], out, 0) };
}

function softRows({ softAlignment, rows, columns }: AlignmentResult): RowSource {
  const { data, band } = softAlignment!;
  const first = band?.first ?? new Int32Array(rows);
  const last = band?.last ?? new Int32Array(rows).fill(columns - 1);
  return {
    rows,
    columns,
    first,
    last,
    read(n, out) {
      const from = band === undefined ? n * columns : band.offset[n];
      for (let m = 0; m <= last[n] - first[n]; m++) out[m] = data[from + m];
    },
  };
}
