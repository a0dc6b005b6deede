import { Checksum } from '../checksum.ts';
import type { LanguageModel } from '../language-model/language-model.ts';
import type { LanguageModelOptions } from './fusion-options.ts';
import { checkModel, fusionFingerprint, fusionOptions, weighted } from './fusion-options.ts';
import { IntegerStates } from './integer-states.ts';
import type { Scorer } from './scorer.ts';
import { fingerprintOnce } from './scorer.ts';
import type { Vocabulary } from './vocabulary.ts';
import { checkClasses, checkVocabulary, delimiterOf } from './vocabulary.ts';
import { WordTrie } from './word-trie.ts';

/**
 * A language model over words that labels spell, with a delimiter between:
 * `score(labels) = ln p(labels | frames) + Σ_w [α (ln p(w | words before) + [w unknown] offset) + β] + α ln p(end | words)`.
 *
 * A word counts when its delimiter or the end comes; an unknown word's offset as soon as no known word begins like it, which changes no
 * score in the end. A lexicon beside it forbids unknown words altogether.
 * Sources: Hannun et al., "First-pass large vocabulary continuous speech recognition using bi-directional recurrent DNNs", 2014 (α, β);
 * pyctcdecode (the offset, and the defaults).
 *
 * @param model its words that the vocabulary cannot spell are never recognised
 * @throws InvalidArgumentError for a vocabulary without a delimiter, and numbers out of range
 *
 * @example
 * ```ts
 * import { prefixBeamSearch, readArpa, Vocabulary, wordLanguageModel } from '@rubato/decoders';
 * const model = readArpa('\\data\\\nngram 1=3\n\n\\1-grams:\n-1\t<unk>\n-0.1\tat\n-0.9\tta\n\n\\end\\\n');
 * const vocabulary = new Vocabulary(['', ' ', 'a', 't'], { delimiter: ' ' });
 * const posteriors = { data: Float64Array.of(0, 0, 0.4, 0.6, 0, 0, 0.6, 0.4), shape: [1, 2, 4] } as const;
 * vocabulary.text(prefixBeamSearch(posteriors)[0][0].labels); // → 'ta'
 * const scorers = [wordLanguageModel(model, vocabulary, { alpha: 1, beta: 0 })];
 * const [[best]] = prefixBeamSearch(posteriors, { scorers });
 * vocabulary.text(best.labels); // → 'at'
 * best.score; // → Math.log(0.4 * 0.4) - 0.1 * Math.LN10
 * ```
 */
export function wordLanguageModel(model: LanguageModel, vocabulary: Vocabulary, options: LanguageModelOptions = {}): Scorer {
  checkModel(model);
  checkVocabulary(vocabulary);
  const delimiter = delimiterOf(vocabulary);
  const settings = fusionOptions(options);
  const words: number[] = [];
  const spelled: number[][] = [];
  model.vocabulary.forEach((word, w) => {
    const labels = w === model.unknown ? undefined : vocabulary.spell(word);
    if (labels === undefined) return;
    words.push(w);
    spelled.push(labels);
  });
  const trie = new WordTrie(spelled);
  const numbers = Int32Array.from(words);
  return Object.freeze({
    name: 'wordLanguageModel',
    open: (classes: number, blank?: number) => {
      checkClasses(vocabulary, classes, blank);
      return new WordStates(model, trie, numbers, delimiter, settings);
    },
    fingerprint: fingerprintOnce(() => {
      const ends = trie.words.map((word) => (word < 0 ? -1 : numbers[word]));
      const checksum = new Checksum().add(trie.labels).add(trie.firstChild).add(ends);
      return { ...fusionFingerprint(model, settings), words: checksum.text, delimiter };
    }),
  });
}

/** No known word begins like the one that is being spelled. */
const OFF = -1;

/** The first number of a state is the node of the word that is being spelled, the second the model's state before it. */
class WordStates extends IntegerStates {
  protected readonly start: readonly [number, number];
  protected readonly ranges: readonly (readonly [number, number])[];
  readonly #model: LanguageModel;
  readonly #trie: WordTrie;
  /** The model's number of each of the trie's words. */
  readonly #words: Int32Array;
  readonly #delimiter: number;
  readonly #settings: Required<LanguageModelOptions>;
  /** What leaving the trie adds. */
  readonly #leave: number;
  /** At least what a letter or a word adds. */
  readonly #most: number;

  constructor(model: LanguageModel, trie: WordTrie, words: Int32Array, delimiter: number, settings: Required<LanguageModelOptions>) {
    super();
    this.#model = model;
    this.#trie = trie;
    this.#words = words;
    this.#delimiter = delimiter;
    this.#settings = settings;
    this.#leave = settings.alpha * settings.unknownOffset;
    this.#most = Math.max(0, weighted(settings.alpha, model.mostLogProbability) + settings.beta);
    this.start = [0, model.start];
    this.ranges = [
      [OFF, trie.size - 1],
      [0, model.states - 1],
    ];
    this.reset();
  }

  gain(entry: number, label: number): number {
    const node = this.first[entry];
    if (label === this.#delimiter) return node === 0 ? 0 : this.#wordGain(node, this.second[entry]);
    return node === OFF || this.#trie.child(node, label) >= 0 ? 0 : this.#leave;
  }

  mostGain(entry: number): number {
    return this.first[entry] === OFF ? 0 : this.#leave;
  }

  mostException(): number {
    return this.#most;
  }

  exceptionCount(entry: number): number {
    const node = this.first[entry];
    return node === OFF ? 1 : this.#trie.childCount(node) + 1;
  }

  exception(entry: number, place: number): number {
    return place === 0 ? this.#delimiter : this.#trie.labels[this.#trie.firstChild[this.first[entry]] + place - 1];
  }

  extend(entry: number, label: number, slot: number): void {
    const node = this.first[entry];
    const state = this.second[entry];
    if (label === this.#delimiter) {
      this.nextFirst[slot] = 0;
      this.nextSecond[slot] = node === 0 ? state : this.#model.next(state, this.#word(node));
    } else {
      this.nextFirst[slot] = node === OFF ? OFF : this.#trie.child(node, label);
      this.nextSecond[slot] = state;
    }
  }

  finish(entry: number): number {
    const node = this.first[entry];
    let state = this.second[entry];
    let gain = 0;
    if (node !== 0) {
      gain = this.#wordGain(node, state);
      state = this.#model.next(state, this.#word(node));
    }
    const { alpha, sentenceEnd } = this.#settings;
    return sentenceEnd ? gain + weighted(alpha, this.#model.endLogProbability(state)) : gain;
  }

  #wordGain(node: number, state: number): number {
    const { alpha, beta } = this.#settings;
    const gain = weighted(alpha, this.#model.logProbability(state, this.#word(node))) + beta;
    // A beginning of a known word is unknown too, and that shows only now.
    return node !== OFF && this.#trie.words[node] < 0 ? gain + this.#leave : gain;
  }

  #word(node: number): number {
    const word = node === OFF ? -1 : this.#trie.words[node];
    return word < 0 ? this.#model.unknown : this.#words[word];
  }
}
