import { drawBar } from '../page/colour-bar.ts';
import { drawImage } from '../page/page.ts';
import type { Theme } from '../page/theme.ts';
import { colourScale } from '../raster/colour-scale.ts';
import { rasterDataUri } from '../raster/heat-map.ts';
import type { Missing } from '../raster/matrix.ts';
import type { Raster } from '../raster/raster.ts';
import { drawCellPath, drawMatrixPage, KEY_WIDTH, type MatrixAxes } from './matrix-page.ts';
import { missingNote } from './missing-note.ts';

/** What a drawing of a matrix shows, its numbers already as a raster. */
export interface Figure extends MatrixAxes {
  readonly raster: Raster;
  /** What of the matrix is no number. */
  readonly missing?: Missing;
  /** What the colours mean. */
  readonly quantity: string;
  readonly colours: 'linear' | 'squareRoot';
  /** (row, column) pairs. */
  readonly path?: ArrayLike<number>;
  readonly theme?: Theme;
}

/**
 * A matrix as SVG, and a path over it: rows upwards and columns to the right, a bar that says what the colours mean. For matrices too
 * large to stand in memory: `blockMeans` and `blockMeansInPieces` make the raster. What is no number is grey.
 */
export function drawFigure(figure: Figure): string {
  const { rows, columns, raster, path = [], quantity, colours } = figure;
  const scale = colourScale(raster, colours);
  const described = `${quantity} of ${rows} rows and ${columns} columns${path.length === 0 ? '' : ', and the best path'}`;
  const subtitle = [figure.subtitle, missingNote(figure.missing)].filter((part) => part !== '').join(' · ');
  return drawMatrixPage(
    { ...figure, subtitle, description: described, theme: figure.theme },
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
