import { isList, refuse } from '../check.ts';
import { Checksum } from '../checksum.ts';
import { IntegerStates } from './integer-states.ts';
import type { Scorer } from './scorer.ts';
import { fingerprintOnce } from './scorer.ts';
import type { Vocabulary } from './vocabulary.ts';
import { checkBlankless, checkClasses, checkVocabulary, delimiterOf, firstWords, labelsOf } from './vocabulary.ts';
import { WordTrie } from './word-trie.ts';

/**
 * Allows only label sequences whose words, between delimiters, stand in the lexicon.
 *
 * Every prefix is a beginning of such a sequence, and the end must complete a word; delimiters may follow each other. Where no prefix of
 * the beam ends in a whole word there is no result: a wider beam may help.
 *
 * @param words as text, which the vocabulary spells, or as labels
 * @throws InvalidArgumentError naming the first word that cannot be spelled; at a search's start also one that has its blank
 *
 * @example
 * ```ts
 * import { lexicon, prefixBeamSearch, Vocabulary } from '@rubato/decoders';
 * const vocabulary = new Vocabulary(['', ' ', 'a', 't'], { delimiter: ' ' });
 * const posteriors = { data: Float64Array.of(0.1, 0, 0.4, 0.5, 0.1, 0, 0.1, 0.8), shape: [1, 2, 4] } as const;
 * vocabulary.words(prefixBeamSearch(posteriors)[0][0].labels); // → ['t']
 * const scorers = [lexicon(['at', 'a'], vocabulary)];
 * vocabulary.words(prefixBeamSearch(posteriors, { scorers })[0][0].labels); // → ['at']
 * ```
 */
export function lexicon(words: readonly (string | ArrayLike<number>)[], vocabulary: Vocabulary): Scorer {
  checkVocabulary(vocabulary);
  const delimiter = delimiterOf(vocabulary);
  if (!isList(words) || words.length === 0) refuse('words', words, 'a list of words');
  const spelled = Array.from({ length: words.length }, (_, w) => {
    const labels = labelsOf(words[w], vocabulary, 'words', w);
    if (Array.from(labels).includes(delimiter)) refuse('words', words[w], 'a single word, without a delimiter', [w]);
    return labels;
  });
  const trie = new WordTrie(spelled);
  const firstWord = firstWords(spelled, vocabulary);
  return Object.freeze({
    name: 'lexicon',
    open: (classes: number, blank?: number) => {
      checkClasses(vocabulary, classes, blank);
      checkBlankless(firstWord, blank);
      return new LexiconStates(trie, delimiter);
    },
    fingerprint: fingerprintOnce(() => {
      const ends = trie.words.map((word) => Number(word >= 0));
      return { words: new Checksum().add(trie.labels).add(trie.firstChild).add(ends).text, delimiter };
    }),
  });
}

/** The first number of a state is the node of the word that is being spelled. */
class LexiconStates extends IntegerStates {
  protected readonly start: readonly [number, number] = [0, 0];
  protected readonly ranges: readonly (readonly [number, number])[];
  readonly #trie: WordTrie;
  readonly #delimiter: number;

  constructor(trie: WordTrie, delimiter: number) {
    super();
    this.#trie = trie;
    this.#delimiter = delimiter;
    this.ranges = [
      [0, trie.size - 1],
      [0, 0],
    ];
    this.reset();
  }

  gain(entry: number, label: number): number {
    if (label === this.#delimiter) return this.finish(entry);
    return this.#trie.child(this.first[entry], label) < 0 ? -Infinity : 0;
  }

  mostGain(): number {
    return -Infinity;
  }

  mostException(): number {
    return 0;
  }

  exceptionCount(entry: number): number {
    return this.#trie.childCount(this.first[entry]) + 1;
  }

  exception(entry: number, place: number): number {
    return place === 0 ? this.#delimiter : this.#trie.labels[this.#trie.firstChild[this.first[entry]] + place - 1];
  }

  extend(entry: number, label: number, slot: number): void {
    this.nextFirst[slot] = label === this.#delimiter ? 0 : this.#trie.child(this.first[entry], label);
  }

  finish(entry: number): number {
    const node = this.first[entry];
    return node === 0 || this.#trie.words[node] >= 0 ? 0 : -Infinity;
  }
}
