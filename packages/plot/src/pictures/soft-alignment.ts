import { checkMass } from '../check.ts';
import { PlotError } from '../errors.ts';
import type { Box } from '../page/axis.ts';
import { drawBar, KEY_WIDTH } from '../page/colour-bar.ts';
import { drawImage, factsOf } from '../page/page.ts';
import { blankMap, viridis } from '../raster/colour-map.ts';
import { colourScale } from '../raster/colour-scale.ts';
import { layersDataUri } from '../raster/heat-map.ts';
import { countMissing, matrixRows } from '../raster/matrix.ts';
import { blockMeans, MATRIX_PIXELS, reducedNote } from '../raster/raster.ts';
import { drawCellPath, drawMatrixPage } from './matrix-page.ts';
import { checkMatrixPicture, latticeOf, type MatrixPicture } from './matrix-pictures.ts';
import { missingNote } from './missing-note.ts';

/** What {@link drawSoftAlignment} takes. */
export interface SoftAlignmentPicture extends MatrixPicture {
  /** Which columns align with the blank: those of CTC are 0, 2, 4, …; drawn in red. Default: none. */
  readonly blankColumns?: (column: number) => boolean;
}

/**
 * The soft alignment E, `[rows, columns]`: how probable it is that two elements are aligned. Blank columns have colours of their own,
 * as in Fig. 10 of Zeitler & Müller 2026 (there they are rows: `turned` draws them so).
 *
 * Colours go with the square root, from 0 to the largest value drawn, which brings out what is small. Beyond 512 to a side each pixel is
 * the mean of its block, with blanks of the kind with the larger mean; what is no number is grey and counts for
 * nothing. A path over it is a thin red line.
 *
 * @throws PlotError by argument and first bad index; mass below 0 is refused
 *
 * @example
 * ```ts
 * import { drawSoftAlignment } from '@rubato/plot';
 * const matrix = { data: [1, 0, 0, 0.5, 0.5, 0, 0, 0, 1], rows: 3, columns: 3 };
 * const svg = drawSoftAlignment({ matrix, blankColumns: (m) => m % 2 === 0, turned: true, columnUnit: 'labels' });
 * svg.includes('blank'); // → true
 * ```
 */
export function drawSoftAlignment(picture: SoftAlignmentPicture): string {
  checkMatrixPicture(picture);
  const { matrix, turned = false, blankColumns } = picture;
  if (blankColumns !== undefined && typeof blankColumns !== 'function') {
    throw new PlotError('blankColumns', `is ${String(blankColumns)}`, 'a function that tells for a column whether it is one of the blank');
  }
  checkMass('matrix.data', matrix.data);
  const rasterOf = (blank: boolean) =>
    blockMeans(
      matrixRows(matrix, turned, (_, column) => (blankColumns?.(column) ?? false) === blank),
      MATRIX_PIXELS,
    );
  const layers = [
    { raster: rasterOf(false), map: viridis },
    ...(blankColumns === undefined ? [] : [{ raster: rasterOf(true), map: blankMap }]),
  ];
  const scale = colourScale({ values: Float64Array.from(layers.flatMap(({ raster }) => Array.from(raster.values))) }, 'squareRoot');
  const lattice = latticeOf(picture, 'Soft alignment');
  const reduced = reducedNote(layers[0].raster, lattice.rows, lattice.columns);
  const subtitle = factsOf(lattice.subtitle, reduced, missingNote(countMissing(matrix.data)));
  const description = `soft alignment of ${matrix.rows} rows and ${matrix.columns} columns`;
  const key = (bar: Box): readonly string[] => {
    if (blankColumns === undefined) return [drawBar(scale, bar, 'soft alignment')];
    const height = (bar.height - GAP) / 2;
    return [drawBar(scale, { ...bar, height }, 'labels'), drawBar(scale, { ...bar, y: bar.y + height + GAP, height }, 'blank', [blankMap])];
  };
  return drawMatrixPage(
    { ...lattice, subtitle, description },
    {
      inside: (plot) => [
        drawImage(layersDataUri(layers, scale), plot),
        lattice.path.length === 0 ? '' : drawCellPath(lattice.path, lattice.rows, lattice.columns, plot, true),
      ],
      key,
      keyWidth: KEY_WIDTH,
    },
  );
}

/** Between two bars. */
const GAP = 24;
