import {
  BeamSearchStream,
  callbackScorer,
  hotWords,
  labelLanguageModel,
  lexicon,
  prefixBeamSearch,
  readArpa,
  Vocabulary,
  wordLanguageModel,
} from '@rubato/decoders';
import type { Scorer } from '@rubato/decoders';
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
    expectRefusal(() => hotWords(['a', { word: 'b', weigth: 3 } as never], vocabulary), 'words[1].weigth', { found: 'not an option' });
    expectRefusal(() => hotWords([3 as never], vocabulary), 'words[0]');
  });

  it('refuse words with the blank of the search, whatever its symbol, and the blank as the delimiter', () => {
    const search = (scorer: Scorer, blank: number | 'none'): unknown => prefixBeamSearch(posteriors, { blank, scorers: [scorer] });
    for (const scorer of [lexicon([[2], [2, 3], [3]], vocabulary), hotWords(['a', 'ab', 'b'], vocabulary)]) {
      expectRefusal(() => search(scorer, 3), 'words', { index: [1], found: 'a word with class 3' });
      expectRefusal(() => search(scorer, 1), 'vocabulary.delimiter');
      expect(search(scorer, 0)).toHaveLength(1);
      expect(search(scorer, 'none')).toHaveLength(1);
    }
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

  it('refuse to save states that are no data, and to take over what is none', () => {
    const options = (advance: () => unknown) => ({ scorers: [callbackScorer<unknown>({ start: 0, score: () => 1, advance })] });
    const stream = new BeamSearchStream(
      4,
      options(() => () => 0),
    );
    stream.push(posteriors);
    expectRefusal(() => stream.save(), 'callbacks.advance()', { index: [0], found: 'a function' });
    const good = options(() => 1);
    const saved = new BeamSearchStream(4, good).save();
    for (const columns of [5, {}, [], [[0], [0]], [5], [[() => 0]]]) {
      const state = { ...saved, scorers: [{ ...saved.scorers[0], columns: columns as never }] };
      expectRefusal(() => new BeamSearchStream(4, good, state), 'state.scorers[0].columns');
    }
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
