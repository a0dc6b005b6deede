import { describe, expect, it } from 'vitest';
import {
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
} from '../../src/index.ts';

const matrix = { data: [0, 1, 2, 3], rows: 2, columns: 2 };
const line = { times: [0, 1], values: [0, 1] };
const steps = [[1, 1]] as const;
const none = undefined as never;
const raster = { width: 2, height: 1, values: Float64Array.of(0, 1) };
const posteriors = { data: [1], frames: 1, classes: 1 };

const refusals: readonly (readonly [draw: () => string, argument: string, message: string])[] = [
  [() => drawCostMatrix({ matrix: { ...matrix, rows: 3 } }), 'matrix.data', 'has 4 numbers; expected 6, rows times columns'],
  [() => drawCostMatrix({ matrix: { ...matrix, rows: 0 } }), 'matrix.rows', 'is 0; expected a whole number from 1'],
  [() => drawCostMatrix({ matrix: { ...matrix, data: 'abcd' as never } }), 'matrix.data', 'is no list'],
  [() => drawCostMatrix({ matrix, path: [0, 0, 1, 2] }), 'path[3]', 'is 2; expected a whole number from 0 to 1'],
  [() => drawCostMatrix({ matrix, path: [0] }), 'path', 'has 1 number; expected two'],
  [() => drawCostMatrix({ matrix, rowLabels: ['a'] }), 'rowLabels', 'has 1 name; expected 2'],
  [() => drawCostMatrix({ matrix, columnLabels: ['a', 3 as never] }), 'columnLabels[1]', 'is 3; expected a text'],
  [() => drawCostMatrix({ matrix, rates: { rows: 0 } }), 'rates.rows', 'is 0'],
  [() => drawCostMatrix({ matrix, theme: 'pink' as never }), 'theme', 'is "pink"; expected one of light, dark, auto'],
  [() => drawSoftAlignment({ matrix, blankColumns: [0] as never }), 'blankColumns', 'expected a function'],
  [() => drawStepFlow({ rows: 1, columns: 1, steps: [], mass: [] }), 'steps', 'has 0'],
  [() => drawStepFlow({ rows: 1, columns: 1, steps: [[0, 0]], mass: [1] }), 'steps[0]', 'is [0, 0]'],
  [() => drawStepFlow({ rows: 1, columns: 2, steps, mass: [1] }), 'mass', 'has 1 number; expected 2'],
  [() => drawPosteriors({ posteriors: { data: [0, 1.5], frames: 1, classes: 2 } }), 'posteriors.data[1]', 'is 1.5; expected a probability'],
  [() => drawPosteriors({ posteriors: { data: [1], frames: 1, classes: 2 } }), 'posteriors.data', 'has 1 number; expected 2'],
  [
    () => drawPosteriors({ posteriors: { data: [1], frames: 1, classes: 1 }, marks: [{ from: 0, to: 1, row: 1, label: '' }] }),
    'marks[0].row',
    'is 1; expected a whole number from 0 to 0',
  ],
  [
    () => drawTargets({ targets: { data: [1], frames: 1, classes: 1 }, marks: [{ from: 0, to: 2, row: 0, label: '' }] }),
    'marks[0]',
    'runs from 0 to 2',
  ],
  [() => drawTargets({ targets: { data: [1], frames: 1, classes: 1 }, frameRate: -1 }), 'frameRate', 'is -1'],
  [() => drawWarp({ warp: { times: [0, 0], values: [0, 1] } }), 'warp.times[1]', 'is 0; expected a number above 0'],
  [() => drawWarp({ warp: { times: [0, 1], values: [0, NaN] } }), 'warp.values[1]', 'is NaN'],
  [() => drawWarp({ warp: line, bounds: { lower: [0, NaN], upper: [1, 1] } }), 'bounds.lower[1]', 'is NaN'],
  [() => drawWarp({ warp: { times: [0, 1], values: [-1.7e308, 1.7e308] } }), 'warp.values', 'ranges from'],
  [() => drawWarpedSignals({ x: { ...line, channels: 2 }, y: line, warp: line }), 'x.values', 'has 2 numbers; expected 4'],
  [
    () => drawWarpedSignals({ x: { times: [0, 1], values: [1, 2, 3, 4], channels: 2 }, y: line, warp: line }),
    'y.channels',
    'is 1; expected 2, as x has',
  ],
  [() => drawAlignedScore({ notes: [], warp: line, truth: line }), 'notes', 'at least one note'],
  [() => drawAlignedScore({ notes: [{ pitch: 1.5, start: 0, end: 1 }], warp: line, truth: line }), 'notes[0].pitch', 'is 1.5'],
  [() => drawAlignedScore({ notes: [{ pitch: 1, start: 2, end: 1 }], warp: line, truth: line }), 'notes[0]', 'lasts from 2 to 1'],
  [() => drawLossCurves({ curves: [] }), 'curves', 'has 0'],
  [() => drawLossCurves({ curves: [{ name: 'a', values: [] }] }), 'curves[0].values', 'is empty'],
  [() => drawLossCurves({ curves: [{ name: 'a', values: [1], best: 1 }] }), 'curves[0].best', 'is 1'],
  [() => drawErrors({ title: '', subtitle: '', positions: [0], milliseconds: none }), 'milliseconds', 'is no list'],
  [() => drawErrors({ title: '', subtitle: '', positions: [-1], milliseconds: [1] }), 'positions[0]', 'is -1'],
  [() => drawErrors({ positions: [1], milliseconds: [1.7e308] }), 'milliseconds[0]', 'is 1.7e+308; expected at most'],
  [() => drawErrors({ positions: ['1' as never], milliseconds: [1] }), 'positions[0]', 'is "1"; expected a number'],

  // What all pictures refuse.
  [() => drawCostMatrix(none), 'picture', 'is undefined; expected an object'],
  [() => drawErrors({ title: 5 as never, positions: [], milliseconds: [] }), 'title', 'is 5; expected a text'],
  [() => drawMatches({ subtitle: {} as never, rows: [] }), 'subtitle', 'is an object; expected a text'],
  [() => drawWarp({ warp: line, xName: 3 as never }), 'xName', 'is 3; expected a text'],
  [() => drawWarp({ warp: none }), 'warp', 'is undefined; expected an object'],
  [() => drawCostMatrix({ matrix: none }), 'matrix', 'is undefined'],
  [() => drawCostMatrix({ matrix: { ...matrix, data: ['a', 1, 2, 3] as never } }), 'matrix.data[0]', 'is "a"; expected a number'],
  [() => drawCostMatrix({ matrix, turned: 'yes' as never }), 'turned', 'expected true or false'],
  [() => drawCostMatrix({ matrix, rowName: 1 as never }), 'rowName', 'is 1'],

  // Mass below 0 and what is no probability would be drawn wrong.
  [() => drawSoftAlignment({ matrix: { ...matrix, data: [0, 1, -3, 0] } }), 'matrix.data[2]', 'is -3; expected mass'],
  [() => drawStepFlow({ rows: 1, columns: 2, steps, mass: [0, -0.5] }), 'mass[1]', 'is -0.5; expected mass'],
  [
    () => drawFigure({ rows: 1, columns: 2, raster: { ...raster, values: Float64Array.of(1, -1) }, colours: 'squareRoot' }),
    'raster.values[1]',
    'is -1',
  ],
  [
    () => drawPosteriors({ posteriors: { data: [-1, 9], frames: 1, classes: 2, form: 'logProbabilities' } }),
    'posteriors.data[1]',
    'is 9; expected the logarithm of a probability',
  ],
  [() => drawPosteriors({ posteriors: { data: [Infinity], frames: 1, classes: 1 } }), 'posteriors.data[0]', 'is Infinity'],

  [() => drawFigure({ rows: 0, columns: 2, raster }), 'rows', 'is 0'],
  [() => drawFigure({ rows: 1, columns: 2, raster, path: [NaN, 1] }), 'path[0]', 'is NaN'],
  [
    () => drawFigure({ rows: 2, columns: 2, raster: { width: 2, height: 2, values: new Float64Array(3) } }),
    'raster.values',
    'has 3 numbers; expected 4',
  ],
  [() => drawFigure({ rows: 1, columns: 1, raster }), 'raster.width', 'is 2; expected a whole number from 1 to 1'],
  [() => drawFigure({ rows: 1, columns: 2, raster, colours: 'red' as never }), 'colours', 'linear or squareRoot'],
  [() => drawFigure({ rows: 1, columns: 2, raster, missing: { nan: -1, infinite: 0 } }), 'missing.nan', 'is -1'],
  [() => drawPianoRoll({ frames: 2, classes: [], raster }), 'classes', 'has 0'],
  [() => drawPianoRoll({ frames: 2, classes: ['a'], raster, frameRate: NaN }), 'frameRate', 'is NaN'],
  [
    () => drawPianoRoll({ frames: 2, classes: ['a'], raster, marks: [{ from: 0, to: 1, row: 0 } as never] }),
    'marks[0].label',
    'is undefined; expected a text',
  ],
  [() => drawPianoRoll({ frames: 2, classes: ['a'], raster, scale: { least: 0 } as never }), 'scale', 'a scale with least, most and place'],
  [
    () => drawPosteriors({ posteriors, captions: [{ from: NaN, to: 1, label: 'w' }] }),
    'captions[0]',
    'runs from NaN to 1; expected from ≤ to within 0 and 1',
  ],
  [() => drawPosteriors({ posteriors, marks: 5 as never }), 'marks', 'is 5; expected a list'],
  [() => drawPosteriors({ posteriors: none }), 'posteriors', 'is undefined'],
  [() => drawMatches({ rows: none }), 'rows', 'is undefined; expected a list'],
  [() => drawMatches({ rows: [{ name: 'a', value: '', length: NaN, spans: [] }] }), 'rows[0].length', 'is NaN'],
  [
    () => drawMatches({ rows: [{ name: 'a', value: '', length: 10, spans: [{ from: -30, to: 300 }] }] }),
    'rows[0].spans[0]',
    'runs from -30 to 300',
  ],
  [() => drawMatches({ rows: [{ name: 'a', value: 3 as never, length: 10, spans: [] }] }), 'rows[0].value', 'is 3'],
  [() => drawLossCurves({ curves: [{ name: 'a', values: [1, 2], x: [1] }] }), 'curves[0].x', 'has 1 number; expected 2'],
  [() => drawLossCurves({ curves: [{ name: 'a', values: [1, 2], x: [1, 1] }] }), 'curves[0].x[1]', 'is 1; expected a number above 1'],
  [() => drawLossCurves({ curves: [{ name: 'a', values: [-1.7e308, 1.7e308] }] }), 'curves', 'ranges from'],
  [
    () => drawWarpedSignals({ x: { times: [-1e308, 1e308], values: [0, 1] }, y: line, warp: line }),
    'x.times',
    'run from -1e+308 to 1e+308',
  ],
  [
    () =>
      drawAlignedScore({
        notes: [
          { pitch: 60, start: 0, end: 1 },
          { pitch: 60, start: 1, end: 1.5 },
        ],
        warp: line,
        truth: line,
      }),
    'notes[1]',
    'lasts from 1 to 1.5; expected times within those of warp, 0 to 1',
  ],
  [
    () => drawAlignedScore({ notes: [{ pitch: 60, start: 0, end: 1 }], warp: line, truth: { times: [0, 1], values: [1, 0] } }),
    'truth.values[1]',
    'is 0; expected at least 1, the value before',
  ],
];

describe('what cannot be drawn', () => {
  it.each(refusals)('is refused by name and place: %#', (draw, argument, message) => {
    let error: unknown;
    try {
      draw();
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(PlotError);
    expect((error as PlotError).argument).toBe(argument);
    expect((error as PlotError).message).toContain(message);
  });
});
