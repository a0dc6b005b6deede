import { describe, expect, it } from 'vitest';
import {
  drawAccumulatedCost,
  drawAlignedScore,
  drawCostMatrix,
  drawErrors,
  drawLossCurves,
  drawMatches,
  drawPosteriors,
  drawSoftAlignment,
  drawStepFlow,
  drawTargets,
  drawWarp,
  drawWarpedSignals,
  type Theme,
  themes,
} from '../../src/index.ts';
import { elementsOf, textsOf } from '../support/svg.ts';

const HOSTILE = `"><script>alert('x')</script>&\u0000\ud800`;
const matrix = { data: [0, 1, 2, 3, NaN, Infinity], rows: 2, columns: 3 };
const line = { times: [0, 1, 2], values: [0, 1.5, 2] };
const signal = { times: [0, 1, 2], values: [0, 1, 0] };
const classes = [HOSTILE, 'D'];
const mark = { from: 0, to: 1, row: 0, label: HOSTILE };
const names = { rowName: HOSTILE, columnName: HOSTILE };

/** Every picture, with hostile texts wherever texts can stand, and things that are no numbers wherever these may. */
const pictures: Readonly<Record<string, (options: { title: string; subtitle: string; theme: Theme }) => string>> = {
  drawCostMatrix: (options) => drawCostMatrix({ ...options, matrix, path: [0, 0, 1, 1], ...names, rowLabels: [HOSTILE, 'b'] }),
  drawAccumulatedCost: (options) => drawAccumulatedCost({ ...options, matrix, ...names }),
  drawSoftAlignment: (options) =>
    drawSoftAlignment({ ...options, matrix, turned: true, blankColumns: (m) => m === 1, columnLabels: [HOSTILE, 'b', 'c'] }),
  drawStepFlow: (options) =>
    drawStepFlow({
      ...options,
      rows: 2,
      columns: 2,
      steps: [
        [1, 1],
        [1, 0],
      ],
      mass: [0, 0, 0, 0, NaN, 0.5, 0.5, 0],
      ...names,
    }),
  drawStepFlowLarge: (options) =>
    drawStepFlow({
      ...options,
      rows: 90,
      columns: 90,
      steps: [
        [1, 1],
        [1, 0],
      ],
      mass: Float64Array.from({ length: 16_200 }, (_, k) => Math.cos(k) ** 2),
      ...names,
    }),
  drawPosteriors: (options) =>
    drawPosteriors({
      ...options,
      posteriors: { data: [0.5, 0.5, NaN, 1], frames: 2, classes: 2 },
      classes,
      marks: [mark],
      captions: [mark],
    }),
  drawTargets: (options) => drawTargets({ ...options, targets: { data: [0.5, 2, -1, 1], frames: 2, classes: 2 }, classes, marks: [mark] }),
  drawWarp: (options) =>
    drawWarp({
      ...options,
      warp: line,
      truth: line,
      bounds: { lower: [0, -Infinity, 0], upper: [1, Infinity, 3] },
      xName: HOSTILE,
      yName: HOSTILE,
    }),
  drawWarpedSignals: (options) => drawWarpedSignals({ ...options, x: signal, y: signal, warp: line, xName: HOSTILE, yName: HOSTILE }),
  drawWarpedSignalsOfChannels: (options) => {
    const wide = { times: [0, 1], values: [1, 2, 3, 4, 5, 6, 7, 8], channels: 4 };
    return drawWarpedSignals({ ...options, x: wide, y: wide, warp: { times: [0, 1], values: [0, 1] } });
  },
  drawAlignedScore: (options) => drawAlignedScore({ ...options, notes: [{ pitch: 60, start: 0, end: 1 }], warp: line, truth: line }),
  drawLossCurves: (options) =>
    drawLossCurves({ ...options, curves: [{ name: HOSTILE, values: [1, NaN, Infinity, -Infinity, 2], best: 0 }], xName: HOSTILE }),
  drawErrors: (options) => drawErrors({ ...options, positions: [0, 1], milliseconds: [5, NaN] }),
  drawMatches: (options) =>
    drawMatches({ ...options, rows: [{ name: HOSTILE, length: 9, value: HOSTILE, spans: [{ from: 1, to: 2 }] }], inSeconds: true }),
};

describe.each(Object.entries(pictures))('%s', (_, draw) => {
  it('is well-formed with hostile texts, which stay texts', () => {
    const svg = draw({ title: HOSTILE, subtitle: HOSTILE, theme: 'auto' });
    const found = new Set(elementsOf(svg).map(({ name }) => name));
    for (const name of found) {
      expect([
        'svg',
        'title',
        'desc',
        'style',
        'rect',
        'text',
        'g',
        'path',
        'image',
        'defs',
        'linearGradient',
        'stop',
        'circle',
        'polyline',
      ]).toContain(name);
    }
    expect(textsOf(svg).some((text) => text.startsWith('&quot;&gt;&lt;script&gt;'))).toBe(true);
  });

  it('has no number that is none, and its texts within the page', () => {
    const svg = draw({ title: 'a', subtitle: 'b', theme: 'light' });
    const elements = elementsOf(svg);
    for (const { attributes } of elements) {
      for (const [key, value] of Object.entries(attributes))
        if (key !== 'href') expect([key, /NaN|Infinity|undefined/.test(value)]).toEqual([key, false]);
    }
    const [width, height] = ['width', 'height'].map((key) => Number(elements[0].attributes[key]));
    for (const { name, attributes } of elements) {
      if (name !== 'text' || attributes['x'] === undefined) continue;
      const [x, y] = [Number(attributes['x']), Number(attributes['y'])];
      expect([x >= 0 && x <= width, y >= 0 && y <= height]).toEqual([true, true]);
    }
  });

  it('is light, dark or either, by rules that reach only itself', () => {
    const [light, dark, auto] = themes.map((theme) => draw({ title: 'a', subtitle: 'b', theme }));
    expect(light).toContain('.rubato-light .paper{fill:#ffffff}');
    expect(light).not.toContain('prefers-color-scheme');
    expect(dark).toContain('.rubato-dark .paper{fill:#12161d}');
    expect(auto).toMatch(/@media \(prefers-color-scheme:dark\)\{\.rubato-auto text/);
    const rules = [...auto.slice(auto.indexOf('<style>') + 7, auto.indexOf('</style>')).matchAll(/([^{}\n]+)\{[^{}]*\}/g)].map(
      ([, selectors]) => selectors.trim(),
    );
    expect(rules.length).toBeGreaterThan(20);
    for (const selectors of rules) for (const one of selectors.split(',')) expect(one.trim()).toMatch(/^(\.rubato-auto |@media)/);
  });

  it('is the same when drawn again', () => {
    expect(draw({ title: 'a', subtitle: 'b', theme: 'auto' })).toBe(draw({ title: 'a', subtitle: 'b', theme: 'auto' }));
  });
});
