import { describe, expect, it } from 'vitest';
import {
  drawAlignedScore,
  drawCostMatrix,
  drawErrors,
  drawLossCurves,
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
  [() => drawStepFlow({ rows: 1, columns: 1, steps: [[0, 0]], mass: [1] }), 'steps[0]', 'is [0,0]'],
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
