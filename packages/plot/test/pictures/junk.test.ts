import { describe, expect, it } from 'vitest';
import {
  blockMeans,
  drawAlignedScore,
  drawCostMatrix,
  drawErrors,
  drawFigure,
  drawLossCurves,
  drawMatches,
  drawPianoRoll,
  drawPosteriors,
  drawSoftAlignment,
  drawStepFlow,
  drawTargets,
  drawWarp,
  drawWarpedSignals,
  PlotError,
  posteriorRows,
} from '../../src/index.ts';
import { elementsOf } from '../support/svg.ts';

const matrix = { data: [0, 0.5, 0.25, 1], rows: 2, columns: 2 };
const lattice = { path: [0, 0, 1, 1], rowName: 'a', columnUnit: 'b', rowLabels: ['c', 'd'], rates: { rows: 2 }, turned: true };
const line = { times: [0, 1], values: [0, 1] };
const signal = { times: [0, 1], values: [1, 2, 3, 4, 5, 6, 7, 8], channels: 4 };
const mark = { from: 0, to: 1, row: 0, label: 'e' };
const raster = { width: 2, height: 2, values: Float64Array.of(0, 1, 1, 0) };
const look = { title: 'a', subtitle: 'b', theme: 'dark' };

/** Every function with every option. */
const calls: readonly (readonly [draw: (options: never) => unknown, options: object])[] = [
  [drawCostMatrix, { ...look, ...lattice, matrix }],
  [drawSoftAlignment, { ...look, ...lattice, matrix, blankColumns: (m: number) => m === 1 }],
  [drawStepFlow, { ...look, ...lattice, path: undefined, rows: 1, columns: 2, rowLabels: ['c'], steps: [[0, 1]], mass: [0, 1] }],
  [
    drawPosteriors,
    {
      ...look,
      posteriors: { data: matrix.data, frames: 2, classes: 2, form: 'logits' },
      classes: ['a', 'b'],
      marks: [mark],
      captions: [mark],
    },
  ],
  [drawTargets, { ...look, targets: { data: matrix.data, frames: 2, classes: 2 }, marks: [mark], frameRate: 2 }],
  [drawWarp, { ...look, warp: line, truth: line, bounds: { lower: [0, 0], upper: [1, 1] }, xName: 'a' }],
  [drawWarpedSignals, { ...look, x: signal, y: signal, warp: line, yName: 'b' }],
  [drawWarpedSignals, { x: line, y: line, warp: line }],
  [drawAlignedScore, { ...look, notes: [{ pitch: 60, start: 0, end: 1 }], warp: line, truth: line }],
  [
    drawLossCurves,
    { ...look, curves: [{ name: 'a', values: [1, 2], x: [1, 3], best: 0 }], xName: 'a', yName: 'b', first: 2, logarithmic: true },
  ],
  [drawErrors, { ...look, positions: [0, 1], milliseconds: [5, 6] }],
  [drawMatches, { ...look, rows: [{ name: 'a', length: 3, value: 'b', spans: [{ from: 1, to: 2 }] }], inSeconds: true }],
  [
    drawFigure,
    { ...look, rows: 2, columns: 2, raster, missing: { nan: 1, infinite: 0 }, quantity: 'a', colours: 'squareRoot', path: [0, 0] },
  ],
  [drawPianoRoll, { ...look, frames: 2, classes: ['a', 'b'], raster, marks: [mark], captions: [mark], rowName: 'a', description: 'b' }],
  [posteriorRows, { data: matrix.data, frames: 2, classes: 2 }],
  [(source: never) => blockMeans(source, 2), { rows: 1, columns: 2, first: [0], last: [1], read: () => {} }],
];

const JUNK: readonly unknown[] = [
  null,
  NaN,
  Infinity,
  -1,
  0,
  1.5,
  1e300,
  'x',
  '',
  true,
  {},
  [],
  [null],
  [NaN, NaN],
  ['x', 'y'],
  [{}],
  () => 1,
  10n,
  Symbol('s'),
];

/** The options with one of their parts, however deep, replaced by something else. */
function* spoilt(value: unknown, junk: unknown): Generator {
  yield junk;
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) for (const other of spoilt(item, junk)) yield value.with(i, other);
  } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const [key, item] of Object.entries(value)) for (const other of spoilt(item, junk)) yield { ...value, [key]: other };
  }
}

describe('whatever stands in place of an option', () => {
  it.each(calls.map(([draw, options], i) => [`${draw.name || 'blockMeans'} ${i}`, draw, options] as const))(
    '%s draws or refuses it',
    (_, draw, options) => {
      for (const junk of JUNK) {
        for (const other of spoilt(options, junk)) {
          const found = outcome(draw, other as never);
          expect(
            found,
            `${found} for ${String(junk)} in ${JSON.stringify(other, (_key, value: unknown) => (typeof value === 'bigint' ? '10n' : value))}`,
          ).toBe('');
        }
      }
    },
  );
});

/** Nothing where it is drawn with numbers everywhere, or refused. */
function outcome(draw: (options: never) => unknown, options: never): string {
  try {
    const svg = draw(options);
    if (typeof svg !== 'string') return '';
    for (const { attributes } of elementsOf(svg)) {
      for (const [key, value] of Object.entries(attributes))
        if (key !== 'href' && /NaN|Infinity|undefined/.test(value)) return `${key}="${value}"`;
    }
    return '';
  } catch (error) {
    return error instanceof PlotError ? '' : String(error);
  }
}
