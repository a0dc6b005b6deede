import {
  callbackScorer,
  hotWords,
  labelLanguageModel,
  lexicon,
  prefixBeamSearch,
  readArpa,
  Vocabulary,
  wordLanguageModel,
} from '@rubato/decoders';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/errors.ts';
import { fromRows } from '../support/posteriors.ts';

const vocabulary = new Vocabulary(['', ' ', 'a', 'b'], { delimiter: ' ' });
const plain = new Vocabulary(['', 'a', 'b']);
const model = readArpa('\\data\\\nngram 1=1\n\\1-grams:\n-1 a\n\\end\\');
const posteriors = fromRows([[0.25, 0.25, 0.25, 0.25]]);

describe('scorers', () => {
  it('name the word that cannot be spelled', () => {
    expectRefusal(() => lexicon(['a', 'café'], vocabulary), 'words', { index: [1], found: '"café"' });
    expectRefusal(() => hotWords(['a', { word: 'abx' }], vocabulary), 'words', { index: [1], found: '"abx"' });
    expectRefusal(() => lexicon(['a b'], vocabulary), 'words', { index: [0] });
    expectRefusal(() => lexicon([[2, 4]], vocabulary), 'words', { index: [0, 1] });
    expectRefusal(() => lexicon(['a', ''], vocabulary), 'words', { index: [1] });
    expectRefusal(() => lexicon([], vocabulary), 'words');
    expectRefusal(() => hotWords([{ word: 'a', weight: Infinity }], vocabulary), 'words', { index: [0], found: 'Infinity' });
  });

  it('need a vocabulary that fits', () => {
    expectRefusal(() => lexicon(['a'], plain), 'vocabulary.delimiter');
    expectRefusal(() => wordLanguageModel(model, plain), 'vocabulary.delimiter');
    expectRefusal(() => hotWords(['a'], {} as never), 'vocabulary');
    for (const scorer of [hotWords(['a'], plain), labelLanguageModel(model, plain)]) {
      expectRefusal(() => prefixBeamSearch(posteriors, { scorers: [scorer] }), 'vocabulary.symbols');
    }
  });

  it('refuse models and numbers that are none', () => {
    expectRefusal(() => labelLanguageModel({} as never, plain), 'model');
    expectRefusal(() => labelLanguageModel(model, plain, { alpha: -1 }), 'options.alpha');
    expectRefusal(() => labelLanguageModel(model, plain, { beta: NaN }), 'options.beta');
    expectRefusal(() => labelLanguageModel(model, plain, { unknownOffset: 1 }), 'options.unknownOffset');
    expectRefusal(() => labelLanguageModel(model, plain, { sentenceEnd: 0 as never }), 'options.sentenceEnd');
    expectRefusal(() => labelLanguageModel(model, plain, { gamma: 0 } as never), 'options.gamma');
  });

  it('refuse functions that answer no number', () => {
    const make = (score: number, end: number = 0): unknown =>
      prefixBeamSearch(posteriors, { scorers: [callbackScorer({ start: 0, score: () => score, advance: () => 0, finish: () => end })] });
    expectRefusal(() => make(NaN), 'callbacks.score()');
    expectRefusal(() => make(Infinity), 'callbacks.score()');
    expectRefusal(() => make(0, NaN), 'callbacks.finish()');
    expectRefusal(() => callbackScorer({ start: 0, score: 3 as never, advance: () => 0 }), 'callbacks.score');
    expectRefusal(() => prefixBeamSearch(posteriors, { scorers: {} as never }), 'options.scorers');
    expectRefusal(() => prefixBeamSearch(posteriors, { scorers: [() => 0] as never }), 'options.scorers', { index: [0] });
  });

  it('may forbid everything', () => {
    const none = callbackScorer({ start: 0, score: () => -Infinity, advance: () => 0, finish: () => -Infinity });
    expect(prefixBeamSearch(posteriors, { scorers: [none] })).toEqual([[]]);
    expect(
      prefixBeamSearch(
        fromRows([
          [0, 0, 1, 0],
          [0, 0, 1, 0],
        ]),
        { scorers: [none] },
      ),
    ).toEqual([[]]);
    // A weight of 0 takes out even p = 0.
    const impossible = readArpa('\\data\\\nngram 1=1\n\\1-grams:\n-inf a\n\\end\\');
    const off = wordLanguageModel(impossible, vocabulary, { alpha: 0, beta: 1 });
    expect(prefixBeamSearch(fromRows([[0, 0, 1, 0]]), { scorers: [off] })[0][0].score).toBe(1);
  });
});
