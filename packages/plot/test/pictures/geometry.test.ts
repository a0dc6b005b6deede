import { describe, expect, it } from 'vitest';
import { drawCostMatrix, drawPosteriors, drawSoftAlignment, drawStepFlow } from '../../src/index.ts';
import { palette, viridis } from '../../src/raster/colour-map.ts';
import { axisOf, expectNear, pixelAt, pointsOf } from '../support/geometry.ts';
import { axesOf, elementsOf, numbersOf } from '../support/svg.ts';

describe('a matrix', () => {
  const [rows, columns] = [4, 6];
  const matrix = { data: Float64Array.from({ length: rows * columns }, (_, i) => i), rows, columns };

  it.each([false, true])('has the number of each row and column at the middle of its cells, turned: %s', (turned) => {
    const path = [0, 0, 1, 2, 2, 5, 3, 5];
    const svg = drawCostMatrix({ matrix, turned, path });
    const [row, column] = [axisOf(svg, 'X (frames)'), axisOf(svg, 'Y (frames)')];
    expect([row.horizontal, column.horizontal]).toEqual([turned, !turned]);
    expect([row.labels, column.labels]).toEqual([
      ['0', '1', '2', '3'],
      ['0', '1', '2', '3', '4', '5'],
    ]);
    const place = (n: number, m: number): readonly [number, number] => {
      const [along, up] = [column.at(String(m)), row.at(String(n))];
      return turned ? [up, along] : [along, up];
    };
    for (let n = 0; n < rows; n++) {
      for (let m = 0; m < columns; m++) {
        expect(pixelAt(svg, ...place(n, m))).toBe(1 + Math.round(((n * columns + m) / 23) * 254));
      }
    }
    const line = elementsOf(svg)
      .find(({ name }) => name === 'polyline')!
      .attributes['points'].split(' ');
    const expected = [0, 1, 2, 3].map((k) => place(path[2 * k], path[2 * k + 1]));
    expectNear(
      line.flatMap((point) => point.split(',').map(Number)),
      expected.flat(),
    );
  });

  it('has times at the edges of its cells, names in their middle', () => {
    const rowLabels = ['a', 'b', 'c', 'd'];
    const svg = drawCostMatrix({ matrix, rowLabels, rates: { rows: 1, columns: 2 } });
    const numbered = axesOf(drawCostMatrix({ matrix, rates: { rows: 1, columns: 2 } }));
    const [across, , top, right] = axesOf(svg);
    expect([top.title, right.title, top.horizontal, right.horizontal]).toEqual(['time (seconds)', 'time (seconds)', true, false]);
    // Two frames a second: frame 2 lasts from 1 to 1.5 seconds.
    expectNear([top.at('1')], [(across.at('1') + across.at('2')) / 2]);
    expectNear([top.at('1.5')], [(across.at('2') + across.at('3')) / 2]);
    const frame = numbersOf(elementsOf(svg).find(({ name }) => name === 'image')!.attributes, 'x', 'y', 'width', 'height');
    expectNear([top.at('0'), top.at('3'), top.edge], [frame[0], frame[0] + frame[2], frame[1]]);
    expectNear([right.at('0'), right.at('4'), right.edge], [frame[1] + frame[3], frame[1], frame[0] + frame[2]]);
    rowLabels.forEach((label, n) => expectNear([axesOf(svg)[1].at(label)], [numbered[1].at(String(n))]));
  });

  it.each([
    ['cost', drawCostMatrix({ matrix: { data: [0, 2, 6, 10], rows: 2, columns: 2 } })],
    ['soft alignment', drawSoftAlignment({ matrix: { data: [0, 0.2, 0.6, 1], rows: 2, columns: 2 } })],
  ])('has a bar whose numbers stand at their colours: %s', (quantity, svg) => {
    const bar = axisOf(svg, quantity);
    const elements = elementsOf(svg);
    const [, y, , height] = numbersOf(
      elements.find(({ attributes }) => attributes['fill']?.startsWith('url') ?? false)!.attributes,
      'x',
      'y',
      'width',
      'height',
    );
    const values = quantity === 'cost' ? ['0', '2', '6', '10'] : ['0', '0.2', '0.6', '1'];
    expectNear([bar.at(values[0]), bar.at(values[3])], [y + height, y]);
    expect(numbersOf(elements.find(({ name }) => name === 'linearGradient')!.attributes, 'x1', 'y1', 'x2', 'y2')).toEqual([0, 1, 0, 0]);
    const stops = elements.filter(({ name }) => name === 'stop').map(({ attributes }) => attributes);
    expect([stops[0]['stop-color'], stops.at(-1)!['stop-color']]).toEqual(
      [viridis.at(0), viridis.at(1)].map((colour) => `rgb(${colour.join(',')})`),
    );
    const [row, column] = [axisOf(svg, 'X (frames)'), axisOf(svg, 'Y (frames)')];
    values.forEach((label, i) => {
      const level = pixelAt(svg, column.at(String(i % 2)), row.at(String(Math.floor(i / 2)))) - 1;
      expect(Math.abs((y + height - bar.at(label)) / height - level / 254)).toBeLessThan(0.005);
      const stop = stops[Math.round((16 * (y + height - bar.at(label))) / height)]['stop-color'].match(/\d+/g)!.map(Number);
      stop.forEach((part, k) => expect(Math.abs(part - palette()[1 + level][k])).toBeLessThan(30));
    });
  });

  it('has lines of a flow from the cell that a step leaves to the one it enters', () => {
    const steps = [[1, 2]] as const;
    const mass = new Float64Array(15);
    mass[2 * 5 + 4] = 1;
    for (const turned of [false, true]) {
      const svg = drawStepFlow({ rows: 3, columns: 5, steps, mass, turned });
      const [row, column] = [axisOf(svg, 'X (frames)'), axisOf(svg, 'Y (frames)')];
      const [from, to] = [
        ['1', '2'],
        ['2', '4'],
      ].map(([n, m]) => [column.at(m), row.at(n)]);
      expectNear(pointsOf(svg, 'series-0-line').flat(), turned ? [from[1], from[0], to[1], to[0]] : [...from, ...to]);
    }
  });
});

describe('drawPosteriors', () => {
  it('has frames and classes at the middle of their cells, boxes around them, and times at their edges', () => {
    const [frames, classes] = [5, 3];
    const data = Float64Array.from({ length: 15 }, (_, i) => i / 14);
    const svg = drawPosteriors({
      posteriors: { data, frames, classes },
      classes: ['a', 'b', 'c'],
      marks: [{ from: 1, to: 3, row: 2, label: 'x' }],
      frameRate: 2,
    });
    const [across, up, time] = [axisOf(svg, 'frames'), axisOf(svg, 'class'), axisOf(svg, 'time (seconds)')];
    for (let n = 0; n < frames; n++) {
      for (let k = 0; k < classes; k++)
        expect(pixelAt(svg, across.at(String(n)), up.at('abc'[k]))).toBe(1 + Math.round(data[n * 3 + k] * 254));
    }
    expectNear([time.at('1')], [(across.at('1') + across.at('2')) / 2]);
    const box = elementsOf(svg)
      .find(({ attributes }) => attributes['stroke'] === '#fff')!
      .attributes['d'].match(/[\d.]+/g)!
      .map(Number);
    const [left, right] = [(across.at('0') + across.at('1')) / 2, (across.at('2') + across.at('3')) / 2];
    const height = up.at('a') - up.at('b');
    expectNear(box.slice(0, 4), [left, up.at('c') - height / 2, right - left, height]);
    // The text stands above the middle of its frames.
    expect(svg).toContain(
      `<text x="${(left + right) / 2}" y="${numbersOf(elementsOf(svg).find(({ name }) => name === 'image')!.attributes, 'y')[0] - 6}" text-anchor="middle">x<`,
    );
  });
});
