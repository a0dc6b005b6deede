import { describe, expect, it } from 'vitest';
import {
  drawAlignedScore,
  drawCostMatrix,
  drawErrors,
  drawLossCurves,
  drawSoftAlignment,
  drawStepFlow,
  drawTargets,
  drawWarp,
  drawWarpedSignals,
} from '../../src/index.ts';
import { elementsOf, pixelsOf, textsOf } from '../support/svg.ts';

/** The pixel in the middle of a cell, rows from the bottom. */
function cellOf(svg: string, [rows, columns]: readonly [number, number]): (n: number, m: number) => number {
  const { width, height, indices } = pixelsOf(svg);
  return (n, m) => indices[(height - 1 - Math.floor(((n + 0.5) * height) / rows)) * width + Math.floor(((m + 0.5) * width) / columns)];
}

/** Lines of a curve with a class, as lists of points. */
function linesOf(svg: string, name: string): number[][][] {
  // The legend's line comes first.
  const path = elementsOf(svg).findLast((element) => element.name === 'path' && element.attributes['class']?.split(' ').includes(name));
  const runs = (path?.attributes['d'] ?? '').split('M').filter((run) => run !== '');
  return runs.map((run) => [...run.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]));
}

describe('drawCostMatrix', () => {
  it('draws what is no number grey and counts it', () => {
    const svg = drawCostMatrix({ matrix: { data: [0, 1, NaN, Infinity, -Infinity, 2], rows: 2, columns: 3 } });
    const at = cellOf(svg, [2, 3]);
    expect([at(0, 0), at(0, 2), at(1, 0), at(1, 1), at(1, 2)]).toEqual([1, 0, 0, 0, 255]);
    expect(textsOf(svg)).toContain('2 × 3 cells · grey: 2 infinite, 1 NaN');
  });

  it('turns rows to the right, names and rates with them', () => {
    const matrix = { data: [0, 1, 2, 3, 4, 5], rows: 2, columns: 3 };
    const svg = drawCostMatrix({
      matrix,
      turned: true,
      rowName: 'time',
      columnName: 'label',
      columnLabels: ['a', 'b', 'c'],
      rates: { rows: 1 },
    });
    const at = cellOf(svg, [3, 2]);
    expect(at(0, 1)).toBe(1 + Math.round((3 / 5) * 254));
    expect(at(2, 0)).toBe(1 + Math.round((2 / 5) * 254));
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['time (frames)', 'label (frames)', 'a', 'b', 'c', 'time (seconds)']));
  });
});

describe('drawSoftAlignment', () => {
  it('has two kinds of colours where there are blanks', () => {
    const matrix = { data: [1, 0.25, 0, 1], rows: 2, columns: 2 };
    const at = cellOf(drawSoftAlignment({ matrix, blankColumns: (m) => m === 1 }), [2, 2]);
    // 127 shades each: of labels 1 to 127, of blanks 128 to 254; a quarter is half of the way.
    expect([at(0, 0), at(0, 1), at(1, 0), at(1, 1)]).toEqual([127, 128 + 63, 1, 254]);
    const plain = cellOf(drawSoftAlignment({ matrix }), [2, 2]);
    expect([plain(0, 0), plain(0, 1), plain(1, 0)]).toEqual([255, 128, 1]);
  });
});

describe('drawStepFlow', () => {
  it('draws lines from cell to cell, as thick as their mass, in the colours of their steps', () => {
    const mass = [0, 0, 0, 0, 0, 0.2, 0.8, 0];
    const svg = drawStepFlow({
      rows: 2,
      columns: 2,
      steps: [
        [1, 1],
        [1, 0],
      ],
      mass,
    });
    const lines = elementsOf(svg).filter(({ attributes }) => attributes['class']?.startsWith('path series-') ?? false);
    expect(lines.map(({ attributes }) => attributes['class'])).toEqual(['path series-0-line', 'path series-1-line']);
    const [thick, thin] = lines.map(({ attributes }) => Number(attributes['stroke-width']));
    expect(thin / thick).toBeCloseTo(0.25, 4);
    // Up and to the right, and straight up.
    const [[x0, y0, x1, y1], [a0, b0, a1, b1]] = lines.map(({ attributes }) => attributes['d'].match(/[\d.]+/g)!.map(Number));
    expect([x1 - x0, y0 - y1, a1 - a0, b0 - b1]).toEqual([240, 240, 0, 240]);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['step (1, 1), 80 %', 'step (1, 0), 20 %']));
  });

  it('shows the step with the most mass where cells are small', () => {
    const side = 100;
    const mass = Float64Array.from({ length: side * side * 2 }, (_, i) => (i % 2 === (i < side * side ? 0 : 1) ? 1 : 0.5));
    const svg = drawStepFlow({
      rows: side,
      columns: side,
      steps: [
        [1, 1],
        [1, 0],
      ],
      mass,
    });
    const at = cellOf(svg, [side, side]);
    expect([at(3, 3), at(97, 3)]).toEqual([127, 254]);
  });
});

describe('drawTargets', () => {
  it('has colours from 0 to the largest weight', () => {
    const at = cellOf(drawTargets({ targets: { data: [0, 2, 1, 0.5], frames: 2, classes: 2 } }), [2, 2]);
    expect([at(0, 0), at(1, 0), at(0, 1)]).toEqual([1, 255, 128]);
  });
});

describe('drawLossCurves', () => {
  it('breaks at NaN, marks infinities at the edges, and begins again', () => {
    const svg = drawLossCurves({ curves: [{ name: 'a', values: [4, 3, NaN, 2, Infinity, 1, -Infinity, 1, 1] }] });
    expect(linesOf(svg, 'series-0-line').length).toBe(4);
    const triangles = elementsOf(svg).find(({ name, attributes }) => name === 'path' && attributes['class'] === 'series-0')!.attributes[
      'd'
    ];
    expect(triangles.match(/M/g)!.length).toBe(2);
    expect(triangles).toMatch(/l5 10h-10z.*l5 -10h-10z/);
  });

  it('is straight for powers on a logarithmic axis, with gaps at 0 and below', () => {
    const values = Array.from({ length: 20 }, (_, k) => 10 ** -k);
    const svg = drawLossCurves({ curves: [{ name: 'a', values: [...values, 0, -1, 1e-19] }], logarithmic: true });
    const lines = linesOf(svg, 'series-0-line');
    // A straight line has two points; a dot is one point twice.
    expect(lines.map((points) => points.length)).toEqual([2, 2]);
    expect(textsOf(svg)).toContain('loss (logarithmic)');
  });

  it('stays small for long curves', () => {
    const values = Float64Array.from({ length: 200_000 }, (_, k) => Math.exp(-k / 40_000));
    expect(drawLossCurves({ curves: [{ name: 'a', values }] }).length).toBeLessThan(12_000);
  });
});

describe('drawWarp', () => {
  it('runs from corner to corner, the truth dashed', () => {
    const svg = drawWarp({ warp: { times: [0, 5, 10], values: [0, 1, 4] }, truth: { times: [0, 10], values: [0, 4] } });
    const frame = elementsOf(svg).find(({ attributes }) => attributes['class'] === 'frame')!.attributes;
    const [x, width] = [Number(frame['x']), Number(frame['width'])];
    const [points] = linesOf(svg, 'series-0-line').slice(-1);
    expect(points.map(([left]) => left)).toEqual([x, x + width / 2, x + width]);
    expect(svg).toContain('dashed');
  });
});

describe('drawWarpedSignals', () => {
  it('brings x to the time of y', () => {
    const x = { times: [0, 1, 2, 3], values: [0, 0, 1, 0] };
    const y = { times: [0, 1, 2], values: [0, 1, 0] };
    const svg = drawWarpedSignals({ x, y, warp: { times: [0, 1, 2], values: [0, 2, 3] } });
    const paths = elementsOf(svg).filter(({ attributes }) => attributes['class']?.startsWith('line series-') ?? false);
    const highest = (d: string): readonly number[] =>
      [...d.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, left, top]) => [Number(left), Number(top)]).toSorted((a, b) => a[1] - b[1])[0];
    // The legend has three lines of its own.
    const [, ofY, warped] = paths.slice(3).map(({ attributes }) => highest(attributes['d']));
    expect(warped[0]).toBeCloseTo(ofY[0], 0);
    expect(warped[1]).toBeCloseTo(ofY[1], 0);
  });
});

describe('drawAlignedScore', () => {
  it('says how long estimate and truth agree', () => {
    const notes = [{ pitch: 60, start: 0, end: 2 }];
    const svg = drawAlignedScore({ notes, warp: { times: [0, 2], values: [0, 3] }, truth: { times: [0, 2], values: [1, 5] } });
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['both, 2 s', 'estimate alone, 1 s', 'truth alone, 2 s']));
  });
});

describe('drawErrors', () => {
  it('leaves out what is no number, and says so', () => {
    const svg = drawErrors({ title: 'a', subtitle: 'b', positions: [0, 1, 2], milliseconds: [5, NaN, Infinity] });
    expect(elementsOf(svg).filter(({ name }) => name === 'circle').length).toBe(1);
    expect(textsOf(svg)).toContain('b · 2 without a finite error left out');
  });
});
