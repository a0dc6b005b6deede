import { describe, expect, it } from 'vitest';
import { embeddedData } from '../../src/data/embedded.ts';
import type { Outcome } from '../../src/experiment.ts';
import type { Configuration } from '../../src/losses/configurations.ts';
import { drawLossCurves } from '../../src/report/loss-curves.ts';
import { drawPianoRolls } from '../../src/report/piano-roll.ts';
import { summarise } from '../../src/report/summary.ts';
import { asMarkdown, asText } from '../../src/report/table.ts';
import { startPlateau } from '../../src/training/plateau.ts';

const [theme] = embeddedData(1, { training: 1, validation: 1, test: 1 }).test;

function outcomeOf(configuration: Configuration, frameAccuracy: number, degeneracy?: string): Outcome {
  const history = [3, 2, 2.5].map((loss) => ({ trainingLoss: loss + 1, validationLoss: loss, learningRate: 0.01 }));
  const plateau = { ...startPlateau({ learningRate: 0.01, patience: 1, stopAfter: 2 }), bestLoss: 2, bestEpoch: 2, epochs: 3 };
  const adam = { steps: 3, means: new Map(), squares: new Map() };
  const state = { weights: new Map(), best: new Map(), adam, plateau, batchesDone: 0, lossSum: 0, history, seconds: 1.25 };
  const withBlank = new Float32Array(theme.frames * 13);
  const classes = theme.strong.map((value) => 0.8 * value + 0.2 / 12);
  for (let n = 0; n < theme.frames; n++) withBlank.set(classes.subarray(12 * n, 12 * n + 12), 13 * n);
  return {
    configuration,
    state,
    ending: 'all epochs',
    scores: {
      frameAccuracy,
      frameAccuracyWithoutRests: 0.5,
      labelErrorRate: 1.25,
      beamLabelErrorRate: configuration.startsWith('CTC') ? 0.75 : undefined,
      degeneracy,
    },
    prediction: { frames: theme.frames, classes, withBlank },
  };
}

const outcomes = [outcomeOf('CTC-A', 0.25), outcomeOf('CTC-B-W', 0.1, 'one class in all frames'), outcomeOf('strong', 0.5)];

describe('the table', () => {
  const table = summarise(outcomes, [{ name: 'a yardstick', scores: outcomes[0].scores, remark: 'no training' }]);

  it('compares accuracies with strong labels, and says what is degenerate', () => {
    expect(table.rows.map((row) => row[5])).toEqual(['−25.0', '−40.0', '0.0', '−25.0']);
    expect(table.rows[0].slice(0, 5)).toEqual(['CTC-A', '25.0 %', '50.0 %', '125.0 %', '75.0 %']);
    expect(table.rows[2][4]).toBe('');
    expect(table.rows[0][6]).toBe('4.00 → 3.50');
    expect(table.rows[3]).toEqual(['a yardstick', '25.0 %', '50.0 %', '125.0 %', '75.0 %', '−25.0', '', '', '', 'no training']);
    expect(table.rows[1].at(-1)).toBe('degenerate: one class in all frames');
    expect(summarise(outcomes.slice(0, 1), []).rows[0][5]).toBe('');
  });

  it('stands in columns on a terminal, and in cells on a page', () => {
    const lines = asText(table).trimEnd().split('\n');
    expect(lines).toHaveLength(2 + table.rows.length);
    expect(lines[2].indexOf('25.0 %') + '25.0 %'.length).toBe(lines[0].indexOf('accuracy') + 'accuracy'.length);
    expect(asMarkdown({ headings: ['a', 'b'], rows: [['x|y', '1']], textColumns: [0] })).toBe('| a | b |\n| --- | ---: |\n| x\\|y | 1 |\n');
  });
});

/** Tags are closed, numbers are numbers. */
function checkSvg(svg: string): void {
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  const open: string[] = [];
  for (const [, end, name, , alone] of svg.matchAll(/<(\/?)([a-z]+)((?:"[^"]*"|[^">])*?)(\/?)>/g)) {
    if (end === '/') expect(open.pop()).toBe(name);
    else if (alone !== '/') open.push(name);
  }
  expect(open).toEqual([]);
}

describe('pictures', () => {
  it('of losses have two curves for each configuration', () => {
    const svg = drawLossCurves(outcomes);
    checkSvg(svg);
    expect(svg.match(/<polyline/g)).toHaveLength(6);
    expect(svg).toContain('CTC-B-W: degenerate');
  });

  it('of losses survive a loss that is no number, and a single epoch', () => {
    const [outcome] = outcomes;
    const first = { trainingLoss: Infinity, validationLoss: 2, learningRate: 0.1 };
    checkSvg(drawLossCurves([{ ...outcome, state: { ...outcome.state, history: [first] } }]));
    const none = { trainingLoss: Number.NaN, validationLoss: Number.NaN, learningRate: 0.1 };
    checkSvg(drawLossCurves([{ ...outcome, state: { ...outcome.state, history: [none] } }]));
  });

  it('of posteriors outline every note of the theme', () => {
    const rolls = outcomes.map(({ configuration, prediction }) => ({
      name: configuration,
      prediction,
      hasBlank: configuration !== 'strong',
    }));
    const svg = drawPianoRolls('a < b', rolls, theme);
    checkSvg(svg);
    const outlines = [...svg.matchAll(/<path d="([^"]*)" class="second-line"/g)].map(([, path]) => path.match(/M/g)?.length);
    let runs = 0;
    for (let at = 0; at < theme.weak.length; at++) runs += theme.weak[at];
    expect(outlines).toEqual([runs, runs, runs]);
    expect(svg).toContain('a &lt; b');
  });
});
