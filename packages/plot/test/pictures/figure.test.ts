import { describe, expect, it } from 'vitest';
import { type Figure, drawFigure } from '../../src/pictures/figure.ts';
import { elementsOf, pixelsOf, textsOf } from '../support/svg.ts';

const base: Figure = {
  title: 'a & b',
  subtitle: 'cost 3',
  rows: 4,
  columns: 6,
  rowName: 'a.npy',
  columnName: 'b <1>.npy',
  raster: { width: 6, height: 4, values: Float64Array.from({ length: 24 }, (_, i) => (i === 23 ? NaN : i)) },
  quantity: 'cost',
  colours: 'linear',
  path: Int32Array.of(0, 0, 1, 2, 3, 5),
};

describe('drawFigure', () => {
  it('is well-formed, with title, axes in frames, and what the colours mean', () => {
    const svg = drawFigure(base);
    const elements = elementsOf(svg);
    expect(elements[0]).toMatchObject({ name: 'svg', attributes: { role: 'img' } });
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(['a &amp; b', 'cost 3', 'b &lt;1&gt;.npy (frames)', 'a.npy (frames)', 'cost', '0', '20']),
    );
    expect(textsOf(svg).some((text) => text.startsWith('time'))).toBe(false);
  });

  it('has seconds too where rates are known', () => {
    const texts = textsOf(drawFigure({ ...base, rows: 4000, columns: 6000, rates: { rows: 50, columns: 100 } }));
    expect(texts.filter((text) => text === 'time (min:s)').length).toBe(2);
    expect(texts).toEqual(expect.arrayContaining(['1:00', '0:30']));
    expect(textsOf(drawFigure({ ...base, rates: { rows: 2, columns: 2 } })).filter((text) => text === 'time (seconds)').length).toBe(2);
  });

  it('shows the first row at the bottom and leaves out what has no value', () => {
    const { width, height, indices } = pixelsOf(drawFigure(base));
    expect([width % 6, height % 4]).toEqual([0, 0]);
    const at = (n: number, m: number): number =>
      indices[(height - 1 - Math.floor(((n + 0.5) * height) / 4)) * width + Math.floor(((m + 0.5) * width) / 6)];
    expect(at(0, 0)).toBe(1);
    expect(at(3, 4)).toBe(255);
    expect(at(3, 5)).toBe(0);
    for (let m = 1; m < 6; m++) expect(at(2, m)).toBeGreaterThan(at(2, m - 1));
  });

  it('draws the path through the centres of its cells, from the lower left', () => {
    const elements = elementsOf(drawFigure(base));
    const image = elements.find(({ name }) => name === 'image')!.attributes;
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((key) => Number(image[key]));
    const lines = elements.filter(({ name }) => name === 'polyline');
    expect(lines.length).toBe(2);
    const points = lines[0].attributes['points'].split(' ').map((point) => point.split(',').map(Number));
    const expected = [
      [0, 0],
      [1, 2],
      [3, 5],
    ].map(([n, m]) => [x + ((m + 0.5) / 6) * width, y + height - ((n + 0.5) / 4) * height]);
    expect(points.length).toBe(3);
    points.forEach(([px, py], i) => {
      expect(px).toBeCloseTo(expected[i][0], 1);
      expect(py).toBeCloseTo(expected[i][1], 1);
    });
  });

  it('stays small and inside its page for any size', () => {
    for (const [rows, columns] of [
      [1, 1],
      [1, 9000],
      [9000, 1],
      [7518, 6860],
    ]) {
      const raster = {
        width: Math.min(512, columns),
        height: Math.min(512, rows),
        values: new Float64Array(Math.min(512, columns) * Math.min(512, rows)).map((_, i) => Math.sin(i)),
      };
      const path = Int32Array.from({ length: 2 * Math.max(rows, columns) }, (_, i) => Math.min((i % 2 === 0 ? rows : columns) - 1, i >> 1));
      const svg = drawFigure({ ...base, rows, columns, raster, path, title: 'a very long title '.repeat(20) });
      expect(svg.length).toBeLessThan(600_000);
      const elements = elementsOf(svg);
      const [pageWidth, pageHeight] = ['width', 'height'].map((key) => Number(elements[0].attributes[key]));
      for (const { name, attributes } of elements) {
        if (name !== 'text' || attributes['x'] === undefined) continue;
        expect(Number(attributes['x'])).toBeGreaterThan(0);
        expect(Number(attributes['x'])).toBeLessThan(pageWidth);
        expect(Number(attributes['y'])).toBeLessThan(pageHeight);
      }
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});
