import { describe, expect, it } from 'vitest';
import { drawAlignedScore, drawErrors, drawLossCurves, drawMatches, drawWarp, drawWarpedSignals } from '../../src/index.ts';
import { axisOf, expectNear, pixelAt, pointsOf } from '../support/geometry.ts';
import { axesOf, elementsOf, numbersOf } from '../support/svg.ts';

describe('drawErrors', () => {
  it('has late events above and early ones below the line of no error, at their times', () => {
    const svg = drawErrors({ positions: [10, 30, 40], milliseconds: [50, -100, 0] });
    const [across, up] = [axisOf(svg, 'time (seconds)'), axisOf(svg, 'error (ms), late above 0')];
    expect(up.at('100')).toBeLessThan(up.at('−100'));
    const circles = elementsOf(svg).filter(({ name }) => name === 'circle');
    expectNear(
      circles.flatMap(({ attributes }) => numbersOf(attributes, 'cx', 'cy')),
      [across.at('10'), up.at('50'), across.at('30'), up.at('−100'), across.at('40'), up.at('0')],
    );
    const zero = elementsOf(svg)
      .find(({ attributes }) => attributes['class'] === 'zero')!
      .attributes['d'].match(/[\d.]+/g)!
      .map(Number);
    expectNear([zero[1]], [up.at('0')]);
    const stems = elementsOf(svg)
      .find(({ attributes }) => attributes['class'] === 'series-0-line')!
      .attributes['d'].match(/[\d.]+/g)!
      .map(Number);
    expectNear(stems.slice(0, 3), [across.at('10'), up.at('0'), up.at('50')]);
  });
});

describe('drawMatches', () => {
  it.each([true, false])('has matches from end to end, rows from the top, in seconds: %s', (inSeconds) => {
    const rows = [
      { name: 'first', length: 40, value: '1', spans: [{ from: 10, to: 30 }] },
      { name: 'second', length: 20, value: '2', spans: [{ from: 5, to: 10 }] },
    ];
    const svg = drawMatches({ rows, inSeconds });
    const axis = axesOf(svg)[0];
    // In frames the numbers stand in the middle of their frames, so that a match begins half a frame before its first number.
    const at = (label: string): number => axis.at(label) - (inSeconds ? 0 : (axis.at('10') - axis.at('0')) / 20);
    const boxes = elementsOf(svg).filter(({ name, attributes }) => name === 'rect' && attributes['class'] === 'series-0');
    const [[x, y, width], [x2, y2, width2]] = boxes.map(({ attributes }) => numbersOf(attributes, 'x', 'y', 'width'));
    expectNear([x, x + width, x2, x2 + width2], [at('10'), at('30'), at('5'), at('10')]);
    expect(y2).toBeGreaterThan(y);
    const bars = elementsOf(svg).filter(({ attributes }) => attributes['class'] === 'empty');
    expectNear(
      bars.flatMap(({ attributes }) => numbersOf(attributes, 'x', 'y')),
      [at('0'), y, at('0'), y2],
    );
    expectNear([numbersOf(bars[1].attributes, 'width')[0]], [at('20') - at('0')]);
    for (const [name, top] of [
      ['first', y],
      ['second', y2],
    ] as const) {
      const text = Number(new RegExp(`<text x="[^"]+" y="([^"]+)"[^>]*>${name}<`).exec(svg)![1]);
      expect(text > top && text < top + 14).toBe(true);
    }
  });
});

describe('drawAlignedScore', () => {
  it('has low pitches below and notes from start to end', () => {
    const notes = [
      { pitch: 60, start: 0, end: 1 },
      { pitch: 64, start: 1, end: 3 },
    ];
    const line = { times: [0, 3], values: [2, 8] };
    const svg = drawAlignedScore({ notes, warp: line, truth: line });
    const [across, up] = [axisOf(svg, 'performance (seconds)'), axisOf(svg, 'pitch')];
    const path = elementsOf(svg).find(({ name, attributes }) => name === 'path' && attributes['class'] === 'series-0')!;
    const boxes = path.attributes['d'].match(/M[^z]+/g)!.map((box) => box.match(/[\d.]+/g)!.map(Number));
    // The upper row comes first.
    const [high, low] = boxes.toSorted((a, b) => a[1] - b[1]);
    expectNear([low[0], low[0] + low[2], low[1] + low[3] / 2], [across.at('2'), across.at('4'), up.at('60')]);
    expectNear([high[0], high[0] + high[2], high[1] + high[3] / 2], [across.at('4'), across.at('8'), up.at('64')]);
  });
});

describe('drawLossCurves', () => {
  it('has values at their epochs, and the best one as a dot', () => {
    const svg = drawLossCurves({ curves: [{ name: 'a', values: [4, 1, 3, 2], best: 1 }], first: 0 });
    const [across, up] = [axisOf(svg, 'epoch'), axisOf(svg, 'loss')];
    const points = [
      [0, 4],
      [1, 1],
      [2, 3],
      [3, 2],
    ].flatMap(([k, value]) => [across.at(String(k)), up.at(String(value))]);
    expectNear(pointsOf(svg, 'series-0-line').flat(), points);
    expectNear(numbersOf(elementsOf(svg).find(({ name }) => name === 'circle')!.attributes, 'cx', 'cy'), [across.at('1'), up.at('1')]);
  });

  it('has values at x of their own, and at their powers on a logarithmic axis', () => {
    const svg = drawLossCurves({
      curves: [
        { name: 'a', values: [100, 1, 10], x: [6, 10, 20] },
        { name: 'b', values: [1, 1] },
      ],
      logarithmic: true,
    });
    const [across, up] = [axisOf(svg, 'epoch'), axisOf(svg, 'loss (logarithmic)')];
    const expected = [across.at('6'), up.at('100'), across.at('10'), up.at('1'), across.at('20'), up.at('10')];
    expectNear(pointsOf(svg, 'series-0-line').flat(), expected);
  });
});

describe('drawWarp', () => {
  it('has knots, truth and bounds at their times', () => {
    const svg = drawWarp({
      warp: { times: [0, 1, 2], values: [0, 3, 4] },
      truth: { times: [0, 2], values: [1, 4] },
      bounds: { lower: [0, 2, 3], upper: [2, 4, 4] },
    });
    const [across, up] = [axisOf(svg, 'time of y'), axisOf(svg, 'time of x')];
    const place = (x: string, y: string): number[] => [across.at(x), up.at(y)];
    expectNear(pointsOf(svg, 'series-0-line').flat(), [...place('0', '0'), ...place('1', '3'), ...place('2', '4')]);
    expectNear(pointsOf(svg, 'series-1-line').flat(), [...place('0', '1'), ...place('2', '4')]);
    const band = [
      ['0', '2'],
      ['1', '4'],
      ['2', '4'],
      ['2', '3'],
      ['1', '2'],
      ['0', '0'],
    ].flatMap(([x, y]) => place(x, y));
    expectNear(pointsOf(svg, 'series-0').flat(), band);
  });
});

describe('drawWarpedSignals', () => {
  const warp = { times: [0, 2, 4], values: [10, 11, 14] };

  it('has curves at their times and links between times that belong together', () => {
    const x = { times: [10, 12, 14], values: [0, 4, 2] };
    const y = { times: [0, 2, 4], values: [2, 4, 0] };
    const svg = drawWarpedSignals({ x, y, warp });
    const [above, below] = [axisOf(svg, 'x (time)'), axisOf(svg, 'y (time)')];
    const [xUp, yUp] = [axisOf(svg, 'x'), axisOf(svg, 'y')];
    const links = pointsOf(svg, 'link');
    expectNear(
      links.map(([along]) => along),
      ['10', '0', '11', '2', '14', '4'].map((label, i) => (i % 2 === 0 ? above : below).at(label)),
    );
    expect(links[0][1]).toBeLessThan(links[1][1]);
    const lines = elementsOf(svg).filter(
      ({ attributes }) => (attributes['class']?.startsWith('line series') ?? false) && attributes['d'].includes('L'),
    );
    const [xLine, yLine] = lines.map(({ attributes }) => attributes['d'].match(/-?[\d.]+/g)!.map(Number));
    expectNear(xLine, [above.at('10'), xUp.at('0'), above.at('12'), xUp.at('4'), above.at('14'), xUp.at('2')]);
    expectNear(yLine, [below.at('0'), yUp.at('2'), below.at('2'), yUp.at('4'), below.at('4'), yUp.at('0')]);
  });

  it('has channels at the middle of their rows', () => {
    const channels = 4;
    const x = { times: [10, 14], values: [0, 1, 2, 3, 0, 1, 2, 3], channels };
    const svg = drawWarpedSignals({ x, y: { ...x, times: [0, 4] }, warp });
    const up = axisOf(svg, 'x: channel');
    const left = axisOf(svg, 'x (time)').at('12');
    for (let c = 0; c < channels; c++) expect(pixelAt(svg, left, up.at(String(c)))).toBe(1 + Math.round((c / 3) * 254));
  });
});
