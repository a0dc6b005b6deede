import { hotWords, prefixBeamSearch, Vocabulary } from '@rubato/decoders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/errors.ts';

describe('Vocabulary', () => {
  it('spells a word wherever symbols do, and only there', () => {
    const symbols = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(symbols, fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 8 }), (list, word) => {
        const possible = (rest: string): boolean =>
          rest === '' || list.some((symbol) => rest.startsWith(symbol) && possible(rest.slice(symbol.length)));
        const vocabulary = new Vocabulary(['', ...list]);
        const labels = vocabulary.spell(word);
        expect(labels !== undefined).toBe(possible(word));
        if (labels !== undefined) expect(vocabulary.text(labels)).toBe(word);
      }),
    );
  });

  it('takes the longest symbols that lead to the end', () => {
    const vocabulary = new Vocabulary(['a', 'ab', 'abc', 'cd', 'd', 'bcde']);
    expect(vocabulary.spell('abcd')).toEqual([2, 4]);
    expect(vocabulary.spell('abcde')).toEqual([0, 5]);
  });

  it('takes words of any length', () => {
    const vocabulary = new Vocabulary(['a', 'aa', 'aaa']);
    expect(vocabulary.spell(`${'a'.repeat(100_000)}b`)).toBeUndefined();
    expect(vocabulary.spell('a'.repeat(99_999))).toEqual(Array.from({ length: 33_333 }, () => 2));
    expect(vocabulary.spell('')).toBeUndefined();
  });

  it('parts words at the delimiter, however many there are', () => {
    const vocabulary = new Vocabulary(['', ' ', 'a', 'b'], { delimiter: ' ' });
    expect(vocabulary.words([1, 2, 3, 1, 1, 3, 1])).toEqual(['ab', 'b']);
    expect(vocabulary.words([])).toEqual([]);
    expect(vocabulary.text([2, 1, 3])).toBe('a b');
    expect(vocabulary.spellPhrase(' ab  a ')).toEqual([2, 3, 1, 2]);
    expect(vocabulary.spellPhrase('ab x')).toBeUndefined();
    const notes = new Vocabulary(['C', 'D', '']);
    expect(notes.words([0, 1, 0])).toEqual(['C', 'D', 'C']);
    expect(notes.spellPhrase('C D')).toBeUndefined();
    expect(notes.spellPhrase(' C ')).toEqual([0]);
  });

  it('spells spaces where they are symbols like others', () => {
    const characters = new Vocabulary(['', ' ', 'a']);
    expect(characters.spellPhrase('a a')).toEqual([2, 1, 2]);
    expect(characters.spellPhrase(' a')).toEqual([1, 2]);
    const posteriors = { data: Float64Array.of(0, 0, 1, 0, 1, 0, 0, 0, 1), shape: [1, 3, 3] } as const;
    const [[best]] = prefixBeamSearch(posteriors, { scorers: [hotWords([{ word: 'a a', weight: 2 }], characters)] });
    expect(best.score).toBeCloseTo(2, 12);
  });

  it('refuses symbols that are none or not unique, and labels that it does not have', () => {
    expectRefusal(() => new Vocabulary([]), 'symbols');
    expectRefusal(() => new Vocabulary(['a', 3 as never]), 'symbols', { index: [1] });
    expectRefusal(() => new Vocabulary(['a', '', '', 'a']), 'symbols', {
      index: [3],
      expected: 'a symbol of its own, not that of class 0',
    });
    expectRefusal(() => new Vocabulary(['a'], { delimiter: ' ' }), 'options.delimiter');
    expectRefusal(() => new Vocabulary(['a']).text([0, 1]), 'labels', { index: [1] });
  });
});
