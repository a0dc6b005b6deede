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
import { widthOf } from '../../src/page/text.ts';
import { elementsOf, numbersOf, textsOf } from '../support/svg.ts';

const HOSTILE = `"><script>alert('x')</script>&\u0000\ud800`;
const matrix = { data: [0, 1, 2, 3, NaN, Infinity], rows: 2, columns: 3 };
const line = { times: [0, 1, 2], values: [0, 1.5, 2] };
const signal = { times: [0, 1, 2], values: [0, 1, 0] };
const markOf = (label: string) => ({ from: 0, to: 1, row: 0, label });
const namesOf = (name: string) => ({ rowName: name, columnName: name });

/** Every picture, with hostile texts wherever texts can stand, and things that are no numbers wherever these may. */
const pictures: Readonly<Record<string, (options: { title: string; subtitle: string; theme: Theme }, text?: string) => string>> = {
  drawCostMatrix: (options, text = HOSTILE) =>
    drawCostMatrix({ ...options, matrix, path: [0, 0, 1, 1], ...namesOf(text), rowLabels: [text, 'b'] }),
  drawAccumulatedCost: (options, text = HOSTILE) => drawAccumulatedCost({ ...options, matrix, ...namesOf(text) }),
  drawSoftAlignment: (options, text = HOSTILE) =>
    drawSoftAlignment({ ...options, matrix, turned: true, blankColumns: (m) => m === 1, columnLabels: [text, 'b', 'c'] }),
  drawStepFlow: (options, text = HOSTILE) =>
    drawStepFlow({
      ...options,
      rows: 2,
      columns: 2,
      steps: [
        [1, 1],
        [1, 0],
      ],
      mass: [0, 0, 0, 0, NaN, 0.5, 0.5, 0],
      ...namesOf(text),
    }),
  drawStepFlowLarge: (options, text = HOSTILE) =>
    drawStepFlow({
      ...options,
      rows: 90,
      columns: 90,
      steps: [
        [1, 1],
        [1, 0],
      ],
      mass: Float64Array.from({ length: 16_200 }, (_, k) => Math.cos(k) ** 2),
      ...namesOf(text),
    }),
  drawPosteriors: (options, text = HOSTILE) =>
    drawPosteriors({
      ...options,
      posteriors: { data: [0.5, 0.5, NaN, 1], frames: 2, classes: 2 },
      classes: [text, 'D'],
      marks: [markOf(text)],
      captions: [markOf(text)],
    }),
  drawTargets: (options, text = HOSTILE) =>
    drawTargets({ ...options, targets: { data: [0.5, 2, -1, 1], frames: 2, classes: 2 }, classes: [text, 'D'], marks: [markOf(text)] }),
  drawWarp: (options, text = HOSTILE) =>
    drawWarp({
      ...options,
      warp: line,
      truth: line,
      bounds: { lower: [0, -Infinity, 0], upper: [1, Infinity, 3] },
      xName: text,
      yName: text,
    }),
  drawWarpedSignals: (options, text = HOSTILE) =>
    drawWarpedSignals({ ...options, x: signal, y: signal, warp: line, xName: text, yName: text }),
  drawWarpedSignalsOfChannels: (options) => {
    const wide = { times: [0, 1], values: [1, 2, 3, 4, 5, 6, 7, 8], channels: 4 };
    return drawWarpedSignals({ ...options, x: wide, y: wide, warp: { times: [0, 1], values: [0, 1] } });
  },
  drawAlignedScore: (options) => drawAlignedScore({ ...options, notes: [{ pitch: 60, start: 0, end: 1 }], warp: line, truth: line }),
  drawLossCurves: (options, text = HOSTILE) =>
    drawLossCurves({ ...options, curves: [{ name: text, values: [1, NaN, Infinity, -Infinity, 2], best: 0 }], xName: text }),
  drawErrors: (options) => drawErrors({ ...options, positions: [0, 1], milliseconds: [5, NaN] }),
  drawMatches: (options, text = HOSTILE) =>
    drawMatches({ ...options, rows: [{ name: text, length: 9, value: text, spans: [{ from: 1, to: 2 }] }], inSeconds: true }),
};

/** Sizes of letters by the class of a text. */
const SIZES: Readonly<Record<string, number>> = { title: 17, label: 13 };

/** Expects all texts, as wide as they may be, to stand on the page. */
function expectTextsInside(svg: string): void {
  const [width, height] = numbersOf(elementsOf(svg)[0].attributes, 'width', 'height');
  for (const [whole, attributes, text] of svg.matchAll(/<text([^>]*)>(?:<title>[^<]*<\/title>)?([^<]*)<\/text>/g)) {
    const at = (name: string): string => new RegExp(`${name}="([^"]+)"`).exec(attributes)?.[1] ?? '';
    const drawn = text.replaceAll(/&[^;]+;/g, '&');
    const wide = widthOf(drawn, SIZES[at('class')] ?? 12);
    const left = { '': 0, start: 0, middle: wide / 2, end: wide }[at('text-anchor')]!;
    const turned = /translate\(([\d.]+) ([\d.]+)\)/.exec(attributes);
    const [along, across, length, breadth] =
      turned === null ? [Number(at(' x')), Number(at(' y')), width, height] : [Number(turned[2]), Number(turned[1]), height, width];
    expect([along - left >= 0, along - left + wide <= length, across >= 10, across <= breadth], whole.slice(0, 200)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  }
}

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
    expectTextsInside(svg);
  });

  it('has its texts within the page, however long they are', () => {
    for (const long of ['a_long_recording_name_'.repeat(20), 'MWMW'.repeat(99), '漢字'.repeat(99)]) {
      expectTextsInside(draw({ title: long, subtitle: long, theme: 'light' }, long));
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
