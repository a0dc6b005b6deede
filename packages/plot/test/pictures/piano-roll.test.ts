import { describe, expect, it } from 'vitest';
import { drawPianoRoll, type PianoRoll } from '../../src/pictures/piano-roll.ts';
import { elementsOf, pixelsOf, textsOf } from '../support/svg.ts';

const base: PianoRoll = {
  title: 'p & q',
  subtitle: '2 labels',
  description: 'posteriors',
  frames: 4,
  classes: ['blank', 'C#', '<A>'],
  raster: { width: 4, height: 3, values: Float64Array.of(0, 0.25, 0.5, 1, 1, 0, 0, 0, 0, 0.75, 0.5, 0) },
  marks: [
    { from: 0, to: 1, row: 1, label: 'C#' },
    { from: 1, to: 3, row: 2, label: '<A>' },
  ],
};

/** The first subpath of each box: x, y, width and height. */
function boxesOf(svg: string): number[][] {
  const path = elementsOf(svg).find(
    ({ name, attributes }) => name === 'path' && attributes['fill'] === 'none' && attributes['stroke'] === '#fff',
  );
  return [...path!.attributes['d'].matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)/g)].map(([, ...numbers]) => numbers.map(Number));
}

describe('drawPianoRoll', () => {
  it('names classes, shows labels above and says what the colours mean', () => {
    const svg = drawPianoRoll(base);
    expect(elementsOf(svg)[0]).toMatchObject({ name: 'svg', attributes: { role: 'img' } });
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(['p &amp; q', '2 labels', 'blank', 'C#', '&lt;A&gt;', 'frames', 'class', 'probability']),
    );
    expect(textsOf(svg).filter((text) => text === 'C#').length).toBe(2);
    expect(textsOf(svg).some((text) => text.startsWith('time'))).toBe(false);
    expect(textsOf(drawPianoRoll({ ...base, frameRate: 2 }))).toContain('time (seconds)');
  });

  it('shows class 0 at the bottom, and probabilities from 0 to 1', () => {
    const { width, height, indices } = pixelsOf(drawPianoRoll(base));
    const at = (k: number, n: number): number =>
      indices[(height - 1 - Math.floor(((k + 0.5) * height) / 3)) * width + Math.floor(((n + 0.5) * width) / 4)];
    expect([at(0, 0), at(0, 3), at(1, 0), at(2, 0)]).toEqual([1, 255, 255, 1]);
    expect(at(0, 2)).toBeGreaterThan(at(0, 1));
    expect(at(2, 1)).toBeGreaterThan(at(0, 2));
  });

  it('puts boxes on the frames and the class of each label', () => {
    const svg = drawPianoRoll(base);
    const image = elementsOf(svg).find(({ name }) => name === 'image')!.attributes;
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((key) => Number(image[key]));
    expect(boxesOf(svg)).toEqual([
      [x, y + height / 3, width / 4, height / 3],
      [x + width / 4, y, width / 2, height / 3],
    ]);
    const [empty] = boxesOf(drawPianoRoll({ ...base, marks: [{ from: 2, to: 2, row: 0, label: 'x' }] }));
    expect(empty[2]).toBe(1.5);
    expect(drawPianoRoll({ ...base, marks: [] })).not.toContain('#14181f" stroke-width="3"');
  });

  it('writes texts where there is room, and says so', () => {
    const marks = Array.from({ length: 500 }, (_, n) => ({ from: n, to: n + 1, row: 1, label: 'label' }));
    const svg = drawPianoRoll({ ...base, frames: 500, marks, captions: [{ from: 0, to: 500, label: 'word' }] });
    const count = textsOf(svg).filter((text) => text === 'label').length;
    expect(count).toBeGreaterThan(10);
    expect(count).toBeLessThan(30);
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(['2 labels · colours are means · near boxes drawn as one · texts where there is room', 'word']),
    );
  });

  it('stays small and inside its page for any size', () => {
    for (const [frames, classes] of [
      [1, 1],
      [9000, 3],
      [3, 900],
    ]) {
      const names = Array.from({ length: classes }, (_, k) => `a long name of class ${k}`);
      const [width, height] = [Math.min(1024, frames), Math.min(1024, classes)];
      const raster = { width, height, values: new Float64Array(width * height).fill(0.5) };
      const svg = drawPianoRoll({ ...base, frames, classes: names, raster, marks: [], title: 'long '.repeat(99) });
      expect(svg.length).toBeLessThan(300_000);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      const elements = elementsOf(svg);
      const [pageWidth, pageHeight] = ['width', 'height'].map((key) => Number(elements[0].attributes[key]));
      for (const { name, attributes } of elements) {
        if (name !== 'text' || attributes['x'] === undefined) continue;
        expect(Number(attributes['x'])).toBeGreaterThan(0);
        expect(Number(attributes['x'])).toBeLessThan(pageWidth);
        expect(Number(attributes['y'])).toBeLessThan(pageHeight);
      }
    }
  });
});
