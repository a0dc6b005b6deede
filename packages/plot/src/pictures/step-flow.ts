import { checkCount, checkLength } from '../check.ts';
import { PlotError } from '../errors.ts';
import type { Box } from '../page/axis.ts';
import { drawBar } from '../page/colour-bar.ts';
import { drawLegend } from '../page/legend.ts';
import { drawImage } from '../page/page.ts';
import { coordinate } from '../page/text.ts';
import { SERIES_COLOURS } from '../page/theme.ts';
import { stepMaps } from '../raster/colour-map.ts';
import { scaleBetween } from '../raster/colour-scale.ts';
import { layersDataUri } from '../raster/heat-map.ts';
import { countMissing, matrixRows } from '../raster/matrix.ts';
import { blockMeans } from '../raster/raster.ts';
import { drawMatrixPage, KEY_WIDTH } from './matrix-page.ts';
import { checkMatrixPicture, factsOf, latticeOf, type MatrixPicture, MOST_PIXELS } from './matrix-pictures.ts';
import { missingNote } from './missing-note.ts';

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
const THICKEST = 0.55;
/** Lines of few and large cells stay lines, in pixels. */
const MOST_THICKNESS = 16;
/** Less mass than this part of the largest is not drawn as a line. */
const VISIBLE = 0.002;

/**
 * Which step carries how much mass into each cell. Small lattices show lines from cell to cell, as thick as the mass on them; large
 * ones (cells below 9 pixels) the colour of the step with the most mass. The legend has each step's share of the whole.
 *
 * @throws PlotError by argument and first bad index
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
  const { rows, columns, steps, mass, turned = false } = picture;
  checkSteps(steps);
  checkCount('rows', rows);
  checkCount('columns', columns);
  checkLength('mass', mass, rows * columns * steps.length, 'rows times columns times steps');
  const layers = steps.map((_, s) => ({ data: massOf(mass, steps.length, s), rows, columns }));
  const lattice = { ...picture, matrix: layers[0], path: [] };
  checkMatrixPicture(lattice);
  const totals = layers.map(({ data }) => data.reduce((sum, value) => sum + (Number.isFinite(value) ? value : 0), 0));
  const whole = totals.reduce((sum, total) => sum + total, 0);
  const most = layers.reduce(
    (largest, { data }) => data.reduce((so, value) => (Number.isFinite(value) && value > so ? value : so), largest),
    0,
  );
  const drawn = latticeOf(lattice);
  const subtitle = [picture.subtitle ?? factsOf(lattice), missingNote(countMissing(mass))].filter((part) => part !== '').join(' · ');
  const entries = steps.map(([i, j], s) => {
    const share = whole === 0 ? 0 : (100 * totals[s]) / whole;
    return { label: `step (${i}, ${j}), ${Number(share.toPrecision(3))} %`, mark: 'area', series: s } as const;
  });
  const colours = layers.map(({ data }, s) => ({
    raster: blockMeans(
      matrixRows({ data, rows, columns }, turned, (n, m) => data[n * columns + m] !== 0),
      MOST_PIXELS,
    ),
    map: stepMaps[s],
  }));
  const scale = scaleBetween(0, most, 'squareRoot');
  const asLines = Math.min(480 / Math.max(drawn.rows, 1), 480 / Math.max(drawn.columns, 1)) >= LEAST_CELL;
  return drawMatrixPage(
    {
      ...drawn,
      title: picture.title ?? 'Flow of steps',
      subtitle,
      description: `mass of ${steps.length} steps in ${rows} rows and ${columns} columns`,
    },
    {
      legend: (x, y, width) => drawLegend(entries, x, y, width),
      inside: (plot) => (asLines ? drawLines(layers, steps, most, turned, plot) : [drawImage(layersDataUri(colours, scale), plot)]),
      key: (bar) =>
        asLines
          ? []
          : colours.map(({ map }, s) => {
              const gap = 20;
              const height = (bar.height - gap * (steps.length - 1)) / steps.length;
              return drawBar(scale, { ...bar, y: bar.y + s * (height + gap), height }, `(${steps[s].join(', ')})`, map);
            }),
      keyWidth: asLines ? 8 : KEY_WIDTH,
    },
  );
}

function massOf(mass: ArrayLike<number>, depth: number, step: number): Float64Array {
  return Float64Array.from({ length: mass.length / depth }, (_, cell) => mass[cell * depth + step]);
}

/** Lines into each cell, as thick as their mass: thin ones last, so that they stay visible. */
function drawLines(
  layers: readonly { readonly data: Float64Array; readonly rows: number; readonly columns: number }[],
  steps: StepFlowPicture['steps'],
  most: number,
  turned: boolean,
  plot: Box,
): readonly string[] {
  const { rows, columns } = layers[0];
  const [up, across] = turned ? [columns, rows] : [rows, columns];
  const cell = Math.min(plot.width / across, plot.height / up);
  const place = (n: number, m: number): readonly [number, number] => {
    const [row, column] = turned ? [m, n] : [n, m];
    return [plot.x + ((column + 0.5) / across) * plot.width, plot.y + plot.height - ((row + 0.5) / up) * plot.height];
  };
  const dots: string[] = [];
  for (let n = 0; n < rows; n++) {
    for (let m = 0; m < columns; m++) {
      const [x, y] = place(n, m);
      dots.push(`M${coordinate(x)} ${coordinate(y)}h0`);
    }
  }
  const lines: { readonly width: number; readonly svg: string }[] = [];
  for (const [s, { data }] of layers.entries()) {
    const [i, j] = steps[s];
    for (let n = i; n < rows; n++) {
      for (let m = j; m < columns; m++) {
        const value = data[n * columns + m];
        if (!(value > VISIBLE * most) || !Number.isFinite(value)) continue;
        const width = Math.min(MOST_THICKNESS, THICKEST * cell) * (value / most);
        const [[x0, y0], [x1, y1]] = [place(n - i, m - j), place(n, m)];
        lines.push({
          width,
          svg: `<path d="M${coordinate(x0)} ${coordinate(y0)}L${coordinate(x1)} ${coordinate(y1)}" stroke-width="${coordinate(Math.max(0.4, width))}" class="path series-${s}-line"/>`,
        });
      }
    }
  }
  lines.sort((a, b) => b.width - a.width);
  return [`<path d="${dots.join('')}" class="path tick" stroke-width="2"/>`, `<g>${lines.map(({ svg }) => svg).join('')}</g>`];
}

function checkSteps(steps: StepFlowPicture['steps']): void {
  const most = Math.min(SERIES_COLOURS, stepMaps.length);
  if (!Array.isArray(steps) || steps.length === 0 || steps.length > most) {
    throw new PlotError('steps', Array.isArray(steps) ? `has ${steps.length}` : 'is no list', `1 to ${most} steps`);
  }
  for (const [s, step] of steps.entries()) {
    const right =
      Array.isArray(step) && step.length === 2 && step.every((part) => Number.isInteger(part) && part >= 0) && step[0] + step[1] > 0;
    if (!right) throw new PlotError(`steps[${s}]`, `is ${JSON.stringify(step) ?? String(step)}`, 'two whole numbers from 0 on, not both 0');
  }
}
