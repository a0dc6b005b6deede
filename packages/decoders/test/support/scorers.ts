import {
  callbackScorer,
  hotWords,
  labelLanguageModel,
  lexicon,
  readArpa,
  type Scorer,
  Vocabulary,
  wordLanguageModel,
} from '@rubato/decoders';
import fc from 'fast-check';
import type { Ngram } from './arpa.ts';
import { arpaText, backoffLog10, ngramsArbitrary } from './arpa.ts';

/** Class 0 is the blank, 1 the delimiter. */
const vocabulary: Vocabulary = new Vocabulary(['', ' ', 'a', 'b'], { delimiter: ' ' });

/** A scorer beside its definition: what it adds to a whole sequence. */
export interface Defined {
  readonly name: string;
  readonly scorer: Scorer;
  readonly total: (labels: ArrayLike<number>) => number;
  /** What it adds to a prefix before the end. */
  readonly prefix?: (labels: ArrayLike<number>) => number;
}

const weight = fc.integer({ min: -20, max: 30 }).map((n) => n / 10);
const options = fc.record({
  alpha: fc.integer({ min: 0, max: 20 }).map((n) => n / 10),
  beta: weight,
  unknownOffset: fc.integer({ min: -50, max: 0 }).map((n) => n / 10),
  sentenceEnd: fc.boolean(),
});
const words = ['a', 'b', 'ab', 'ba', 'aab'];
const specials = ['<unk>', '<s>', '</s>'];

function sentence(
  ngrams: readonly Ngram[],
  said: readonly string[],
  settings: typeof options extends fc.Arbitrary<infer T> ? T : never,
): number {
  const known = new Set(ngrams.map((ngram) => ngram.words.join(' ')));
  const { alpha, beta, unknownOffset, sentenceEnd } = settings;
  let sum = 0;
  said.forEach((word, w) => {
    const log = backoffLog10(ngrams, ['<s>', ...said.slice(0, w)], word) * Math.LN10;
    sum += alpha * (log + (known.has(word) && word !== '<unk>' ? 0 : unknownOffset)) + beta;
  });
  return sentenceEnd ? sum + alpha * backoffLog10(ngrams, ['<s>', ...said], '</s>') * Math.LN10 : sum;
}

const wordModel: fc.Arbitrary<Defined> = fc
  .tuple(fc.subarray(words, { minLength: 1 }), options)
  .chain(([some, settings]) => fc.tuple(ngramsArbitrary([...specials, ...some]), fc.constant(settings)))
  .map(([ngrams, settings]) => ({
    name: 'wordLanguageModel',
    scorer: wordLanguageModel(readArpa(arpaText(ngrams)), vocabulary, settings),
    total: (labels) => sentence(ngrams, vocabulary.words(labels), settings),
  }));

const labelModel: fc.Arbitrary<Defined> = fc
  .tuple(fc.subarray([' ', 'a', 'b'].slice(1), { minLength: 1 }), options)
  .chain(([some, settings]) => fc.tuple(ngramsArbitrary([...specials, ...some]), fc.constant(settings)))
  .map(([ngrams, settings]) => ({
    name: 'labelLanguageModel',
    scorer: labelLanguageModel(readArpa(arpaText(ngrams)), vocabulary, settings),
    total: (labels) =>
      sentence(
        ngrams,
        Array.from(labels, (label) => vocabulary.symbols[label]),
        settings,
      ),
  }));

const lexicons: fc.Arbitrary<Defined> = fc.subarray(words, { minLength: 1 }).map((some) => {
  const all = (list: readonly string[]): boolean => list.every((word) => some.includes(word));
  return {
    name: 'lexicon',
    scorer: lexicon(some, vocabulary),
    total: (labels) => (all(vocabulary.words(labels)) ? 0 : -Infinity),
    prefix: (labels) => {
      const said = vocabulary.words(labels);
      const open = labels.length > 0 && labels[labels.length - 1] !== vocabulary.delimiter ? said.pop() : undefined;
      return all(said) && (open === undefined || some.some((word) => word.startsWith(open))) ? 0 : -Infinity;
    },
  };
});

const hot: fc.Arbitrary<Defined> = fc
  .array(fc.record({ word: fc.constantFrom(...words, 'a b', 'ab a', 'b b'), weight }), { maxLength: 4 })
  .map((list) => ({
    name: 'hotWords',
    scorer: hotWords(list, vocabulary),
    total: (labels) => {
      const text = ` ${Array.from(labels, (label) => vocabulary.symbols[label]).join('')} `;
      const count = (word: string): number => Array.from(text).filter((_, i) => text.startsWith(` ${word} `, i)).length;
      return list.reduce((sum, entry) => sum + entry.weight * count(entry.word), 0);
    },
  }));

const callback: fc.Arbitrary<Defined> = fc
  .record({ table: fc.array(weight, { minLength: 16, maxLength: 16 }), bounded: fc.boolean(), ends: fc.boolean() })
  .map(({ table, bounded, ends }) => {
    const most = Math.max(...table);
    const prefix = (labels: ArrayLike<number>): number =>
      Array.from(labels).reduce((total, label, l, list) => total + step(l === 0 ? 0 : list[l - 1], label), 0);
    const step = (last: number, label: number): number => table[4 * last + label];
    return {
      name: 'callback',
      scorer: callbackScorer({
        start: { last: 0 },
        score: ({ last }: { last: number }, label) => step(last, label),
        advance: (_, label) => ({ last: label }),
        ...(bounded ? { most } : {}),
        ...(ends ? { finish: ({ last }: { last: number }) => -last } : {}),
      }),
      prefix,
      total: (labels) => prefix(labels) - (ends ? (Array.from(labels).at(-1) ?? 0) : 0),
    };
  });

/** Each kind of scorer by its name. */
export const scorerKinds: Readonly<Record<string, fc.Arbitrary<Defined>>> = {
  lexicon: lexicons,
  hotWords: hot,
  wordLanguageModel: wordModel,
  labelLanguageModel: labelModel,
  callback,
};

/** Some of them together. */
export const scorersArbitrary: fc.Arbitrary<Defined[]> = fc
  .subarray(Object.values(scorerKinds), { minLength: 1, maxLength: 3 })
  .chain((kinds) => fc.tuple(...kinds));
