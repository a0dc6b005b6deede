import { readArpa } from '@rubato/decoders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arpaText, backoffLog10, ngramsArbitrary } from '../support/arpa.ts';
import { expectRefusal } from '../support/errors.ts';

const words = ['x', 'y', 'z'];

describe('NgramModel', () => {
  it('is the back-off definition, for any order', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(['<s>', '</s>'], ['<unk>'], ['<unk>', '<s>', '</s>'])
          .chain((specials) => ngramsArbitrary([...specials, ...words], 4)),
        fc.array(fc.constantFrom(...words, 'unheard'), { maxLength: 6 }),
        (ngrams, sentence) => {
          const model = readArpa(arpaText(ngrams));
          const known = (word: string): boolean => ngrams.some((ngram) => ngram.words.length === 1 && ngram.words[0] === word);
          const begin = known('<s>') ? ['<s>'] : [];
          let expected = 0;
          let state = model.start;
          sentence.forEach((word, w) => {
            const log = backoffLog10(ngrams, [...begin, ...sentence.slice(0, w)], word) * Math.LN10;
            expect(model.logProbability(state, model.wordNumber(word))).toBeCloseTo(log, 9);
            expect(log).toBeLessThanOrEqual(model.mostLogProbability + 1e-9);
            state = model.next(state, model.wordNumber(word));
            expect(state).toBeLessThan(model.states);
            expected += log;
          });
          expect(model.sentenceLogProbability(sentence, { end: false })).toBeCloseTo(expected, 9);
          const end = known('</s>') ? backoffLog10(ngrams, [...begin, ...sentence], '</s>') * Math.LN10 : 0;
          expect(model.sentenceLogProbability(sentence)).toBeCloseTo(expected + end, 9);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('starts without a context where asked, or where it has no <s>', () => {
    const unigrams = '\\1-grams:\n-1 <s> -0.5\n-2 x -0.25\n';
    const model = readArpa(`\\data\\\nngram 1=2\nngram 2=1\n${unigrams}\\2-grams:\n-0.125 <s> x\n\\end\\`);
    expect(model.sentenceLogProbability(['x']) / Math.LN10).toBeCloseTo(-0.125, 12);
    expect(model.sentenceLogProbability(['x'], { begin: false }) / Math.LN10).toBeCloseTo(-2, 12);
    expect(readArpa('\\data\\\nngram 1=1\n\\1-grams:\n-2 x\n\\end\\').start).toBe(0);
  });

  it('takes no back-off weight from the longest n-grams', () => {
    const file = '\\data\\\nngram 1=1\nngram 2=1\n\\1-grams:\n-2 x -0.5\n\\2-grams:\n-1 x x -0.25\n\\end\\';
    expect(readArpa(file).sentenceLogProbability(['x', 'x', 'y']) / Math.LN10).toBeCloseTo(-2 - 1 - 0.5 - 100, 9);
  });

  it('takes back-off weights above 1, and p = 0', () => {
    const model = readArpa('\\data\\\nngram 1=2\nngram 2=1\n\\1-grams:\n-inf y 0.5\n-2 x 0.25\n\\2-grams:\n-1 y x\n\\end\\');
    expect(model.sentenceLogProbability(['y'])).toBe(-Infinity);
    expect(model.sentenceLogProbability(['x', 'x']) / Math.LN10).toBeCloseTo(-2 + 0.25 - 2, 12);
    expect(model.mostLogProbability / Math.LN10).toBeCloseTo(-1 + 0.5, 12);
  });

  it('refuses what is no sentence', () => {
    const model = readArpa('\\data\\\nngram 1=1\n\\1-grams:\n-2 x\n\\end\\');
    expectRefusal(() => model.sentenceLogProbability('x' as never), 'words');
    expectRefusal(() => model.sentenceLogProbability(['x'], { ends: false } as never), 'options.ends');
  });
});
