import { checkCount, checkMass, checkObject, checkText } from '../check.ts';
import { PlotError } from '../errors.ts';
import { drawBar, KEY_WIDTH } from '../page/colour-bar.ts';
import { drawImage, factsOf } from '../page/page.ts';
import { colourScale } from '../raster/colour-scale.ts';
import { rasterDataUri } from '../raster/heat-map.ts';
import type { Missing } from '../raster/matrix.ts';
import { checkRaster, type Raster, reducedNote } from '../raster/raster.ts';
import { checkMatrixAxes, drawCellPath, drawMatrixPage, type MatrixAxes } from './matrix-page.ts';
import { missingNote } from './missing-note.ts';

/** What a drawing of a matrix shows, its numbers already as a raster. */
export interface Figure extends MatrixAxes {
  readonly raster: Raster;
  /** What of the matrix is no number. */
  readonly missing?: Missing;
  /** What the colours mean. Default: value. */
  readonly quantity?: string;
  /** `squareRoot` is for mass: colours from 0 on, by its square root. Default: linear. */
  readonly colours?: 'linear' | 'squareRoot';
  /** (row, column) pairs. */
  readonly path?: ArrayLike<number>;
}

/**
 * A matrix as SVG, and a path over it: rows upwards and columns to the right, a bar that says what the colours mean. For matrices too
 * large to stand in memory: {@link blockMeans} and {@link blockMeansInPieces} make the raster. What is no number is grey. A raster
 * smaller than the matrix is told as means below the title.
 *
 * @throws PlotError by argument and first bad index
 *
 * @example
 * ```ts
 * import { drawFigure } from '@rubato/plot';
 * const raster = { width: 2, height: 2, values: Float64Array.of(0, 1, 1, 0) };
 * drawFigure({ title: 'Large', subtitle: '', rows: 5000, columns: 4000, raster }).includes('colours are means'); // → true
 * ```
 */
export function drawFigure(figure: Figure): string {
  checkMatrixAxes(figure);
  const { rows, columns, raster, path = [], quantity = 'value', colours = 'linear' } = figure;
  checkRaster(raster, rows, columns);
  checkText('quantity', quantity);
  if (colours !== 'linear' && colours !== 'squareRoot') throw new PlotError('colours', 'is neither', 'linear or squareRoot');
  if (colours === 'squareRoot') checkMass('raster.values', raster.values);
  checkMissing(figure.missing);
  const scale = colourScale(raster, colours);
  const described = `${quantity} of ${rows} rows and ${columns} columns${path.length === 0 ? '' : ', and the best path'}`;
  const subtitle = factsOf(
    figure.subtitle ?? `${rows} × ${columns} cells`,
    reducedNote(raster, rows, columns),
    missingNote(figure.missing),
  );
  return drawMatrixPage(
    { ...figure, title: figure.title ?? 'Matrix', subtitle, description: described },
    {
      // Over a soft alignment, which is as narrow as a path, the path is a thin red line.
      inside: (plot) => [
        drawImage(rasterDataUri(raster, scale), plot),
        path.length === 0 ? '' : drawCellPath(path, rows, columns, plot, colours === 'squareRoot'),
      ],
      key: (bar) => [drawBar(scale, bar, quantity)],
      keyWidth: KEY_WIDTH,
    },
  );
}

function checkMissing(missing: Missing | undefined): void {
  if (missing === undefined) return;
  checkObject('missing', missing);
  checkCount('missing.nan', missing.nan, 0, Number.MAX_SAFE_INTEGER);
  checkCount('missing.infinite', missing.infinite, 0, Number.MAX_SAFE_INTEGER);
}
