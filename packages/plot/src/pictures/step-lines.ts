import type { Box } from '../page/axis.ts';
import { boxOf } from '../page/page.ts';
import { coordinate } from '../page/text.ts';

/** Mass by steps over a lattice, and where it is drawn. */
export interface FlowLines {
  /** One a step: its mass into each cell, row by row; NaN where a cell has no numbers. */
  readonly layers: readonly Float64Array[];
  readonly steps: readonly (readonly [number, number])[];
  readonly rows: number;
  readonly columns: number;
  /** Whether rows run to the right. */
  readonly turned: boolean;
  readonly plot: Box;
}

/** The part of a cell that the thickest line takes. */
const THICKEST = 0.55;
/** Lines of few and large cells stay lines, in pixels. */
const MOST_THICKNESS = 16;
const LEAST_THICKNESS = 0.4;
/** Less mass than this part of the largest is not drawn as a line. */
const VISIBLE = 0.002;

/** Lines into each cell, as thick as their mass, thin ones last, so that they stay visible; a dot in each cell, grey where it has no numbers. */
export function drawFlowLines({ layers, steps, rows, columns, turned, plot }: FlowLines): readonly string[] {
  const [up, across] = turned ? [columns, rows] : [rows, columns];
  const [width, height] = [plot.width / across, plot.height / up];
  /** The middle of a cell. */
  const place = (n: number, m: number): readonly [number, number] => {
    const [row, column] = turned ? [m, n] : [n, m];
    return [plot.x + (column + 0.5) * width, plot.y + plot.height - (row + 0.5) * height];
  };
  const most = layers.reduce((largest, data) => data.reduce((so, value) => (value > so ? value : so), largest), 0);
  const thickest = Math.min(MOST_THICKNESS, THICKEST * Math.min(width, height));
  const dots: string[] = [];
  const grey: string[] = [];
  const lines: { readonly thickness: number; readonly svg: string }[] = [];
  for (let n = 0; n < rows; n++) {
    for (let m = 0; m < columns; m++) {
      const cell = n * columns + m;
      const [x, y] = place(n, m);
      dots.push(`M${coordinate(x)} ${coordinate(y)}h0`);
      if (Number.isNaN(layers[0][cell]))
        grey.push(`<rect ${boxOf({ x: x - width / 2, y: y - height / 2, width, height })} class="empty"/>`);
      for (const [s, [i, j]] of steps.entries()) {
        const value = layers[s][cell];
        if (n < i || m < j || !(value > VISIBLE * most)) continue;
        const [x0, y0] = place(n - i, m - j);
        const thickness = Math.max(LEAST_THICKNESS, thickest * (value / most));
        const d = `M${coordinate(x0)} ${coordinate(y0)}L${coordinate(x)} ${coordinate(y)}`;
        lines.push({ thickness, svg: `<path d="${d}" stroke-width="${coordinate(thickness)}" class="path series-${s}-line"/>` });
      }
    }
  }
  lines.sort((a, b) => b.thickness - a.thickness);
  return [
    grey.join(''),
    `<path d="${dots.join('')}" class="path tick" stroke-width="2"/>`,
    `<g>${lines.map(({ svg }) => svg).join('')}</g>`,
  ];
}
