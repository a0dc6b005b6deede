import { checkArray, checkCount, checkLength, checkMass, checkPicture } from '../check.ts';
import { PlotError } from '../errors.ts';
import { BAR_WIDTH, drawBar, KEY_WIDTH } from '../page/colour-bar.ts';
import { drawLegend } from '../page/legend.ts';
import { drawImage, factsOf } from '../page/page.ts';
import { SERIES_COLOURS } from '../page/theme.ts';
import { stepMaps } from '../raster/colour-map.ts';
import { colourScale } from '../raster/colour-scale.ts';
import { layersDataUri } from '../raster/heat-map.ts';
import { matrixRows, type Missing } from '../raster/matrix.ts';
import { blockMeans, MATRIX_PIXELS, reducedNote } from '../raster/raster.ts';
import { shown } from '../shown.ts';
import { drawMatrixPage } from './matrix-page.ts';
import { checkMatrixPicture, latticeOf, type MatrixPicture } from './matrix-pictures.ts';
import { missingNote } from './missing-note.ts';
import { drawFlowLines } from './step-lines.ts';

/** What {@link drawStepFlow} takes; a path is not drawn. */
export interface StepFlowPicture extends Omit<MatrixPicture, 'matrix' | 'path'> {
  readonly rows: number;
  readonly columns: number;
  /** Steps (i, j): from cell (n - i, m - j) to cell (n, m). At most 6. */
  readonly steps: readonly (readonly [number, number])[];
  /** The mass that enters a cell by a step: `[rows, columns, steps]`. */
  readonly mass: ArrayLike<number>;
}

/** Cells closer than this, in pixels, are drawn as colours. */
const LEAST_CELL = 9;
/** The longer side of a drawing, in pixels. */
const LONG_SIDE = 480;
/** What each step's stripe of the bar takes, in pixels. */
const STRIPE = 6;

/**
 * Which step carries how much mass into each cell. Small lattices show lines from cell to cell, as thick as the mass on them: all but
 * those with less than 0.2 % of the largest. Large ones (cells below 9 pixels) show the colour of the step with the most mass, by the
 * square root of that mass, and leave out the other steps; no mass is dark. Beyond 512 to a side each pixel has the mean mass of its
 * block, cells without mass included. A cell with a mass that is no number is grey in both, and has no lines. The legend has each
 * step's share of the whole.
 *
 * @throws PlotError by argument and first bad index; mass below 0 is refused
 *
 * @example
 * ```ts
 * import { drawStepFlow } from '@rubato/plot';
 * const steps = [[1, 1], [1, 0]] as const;
 * const svg = drawStepFlow({ rows: 2, columns: 2, steps, mass: [0, 0, 0, 0, 0, 0.25, 0.75, 0] });
 * svg.includes('step (1, 1), 75 %'); // → true
 * ```
 */
export function drawStepFlow(picture: StepFlowPicture): string {
  checkFlow(picture);
  const { rows, columns, steps, mass, turned = false } = picture;
  const { layers, missing } = layersOf(mass, steps.length);
  const matrix = { data: layers[0], rows, columns };
  checkMatrixPicture({ ...picture, matrix, path: [] });
  const lattice = latticeOf({ ...picture, matrix, path: [] }, 'Flow of steps');
  const totals = layers.map((data) => data.reduce((sum, value) => sum + (value > 0 ? value : 0), 0));
  const whole = totals.reduce((sum, total) => sum + total, 0);
  const entries = steps.map(([i, j], s) => {
    const share = whole === 0 ? 0 : 100 * (totals[s] / whole);
    return { label: `step (${i}, ${j}), ${Number(share.toPrecision(3))} %`, mark: 'area', series: s } as const;
  });
  const page = { ...lattice, description: `mass of ${steps.length} steps in ${rows} rows and ${columns} columns` };
  const legend = (x: number, y: number, width: number) => drawLegend(entries, x, y, width);
  if (LONG_SIDE / Math.max(rows, columns) >= LEAST_CELL) {
    return drawMatrixPage(
      { ...page, subtitle: factsOf(lattice.subtitle, missingNote(missing)) },
      { legend, inside: (plot) => drawFlowLines({ layers, steps, rows, columns, turned, plot }), key: () => [], keyWidth: 8 },
    );
  }
  const colours = layers.map((data, s) => ({
    raster: blockMeans(matrixRows({ data, rows, columns }, turned), MATRIX_PIXELS),
    map: stepMaps[s],
  }));
  const scale = colourScale({ values: Float64Array.from(colours.flatMap(({ raster }) => Array.from(raster.values))) }, 'squareRoot');
  const width = Math.max(BAR_WIDTH, STRIPE * steps.length);
  return drawMatrixPage(
    { ...page, subtitle: factsOf(lattice.subtitle, reducedNote(colours[0].raster, lattice.rows, lattice.columns), missingNote(missing)) },
    {
      legend,
      inside: (plot) => [drawImage(layersDataUri(colours, scale), plot)],
      key: (bar) => [drawBar(scale, { ...bar, width }, 'mass', stepMaps.slice(0, steps.length))],
      keyWidth: KEY_WIDTH + width - BAR_WIDTH,
    },
  );
}

/** The mass of each step. A cell with a mass that is no number has none in any step, and counts once. */
function layersOf(mass: ArrayLike<number>, depth: number): { readonly layers: readonly Float64Array[]; readonly missing: Missing } {
  const cells = mass.length / depth;
  const layers = Array.from({ length: depth }, (_, s) => Float64Array.from({ length: cells }, (_value, cell) => mass[cell * depth + s]));
  let [nan, infinite] = [0, 0];
  for (let cell = 0; cell < cells; cell++) {
    const sum = layers.reduce((total, layer) => total + layer[cell], 0);
    if (Number.isFinite(sum)) continue;
    if (Number.isNaN(sum)) nan++;
    else infinite++;
    for (const layer of layers) layer[cell] = NaN;
  }
  return { layers, missing: { nan, infinite } };
}

function checkFlow(picture: StepFlowPicture): void {
  checkPicture(picture);
  const { rows, columns, steps, mass } = picture;
  checkArray('steps', steps, 1, Math.min(SERIES_COLOURS, stepMaps.length), 'steps');
  for (const [s, step] of steps.entries()) {
    const right =
      Array.isArray(step) && step.length === 2 && step.every((part) => Number.isInteger(part) && part >= 0) && step[0] + step[1] > 0;
    if (!right) throw new PlotError(`steps[${s}]`, `is ${shown(step)}`, 'two whole numbers from 0 on, not both 0');
  }
  checkCount('rows', rows);
  checkCount('columns', columns);
  checkLength('mass', mass, rows * columns * steps.length, 'rows times columns times steps');
  checkMass('mass', mass);
}
