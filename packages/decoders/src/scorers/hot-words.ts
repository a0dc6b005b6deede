import { checkNumber, checkOptions, isList, refuse } from '../check.ts';
import { Checksum } from '../checksum.ts';
import { HotWordAutomaton } from './hot-word-automaton.ts';
import { IntegerStates } from './integer-states.ts';
import type { GainTable, Scorer } from './scorer.ts';
import { fingerprintOnce } from './scorer.ts';
import type { Vocabulary } from './vocabulary.ts';
import { checkBlankless, checkClasses, checkVocabulary, firstWords, labelsOf } from './vocabulary.ts';

export interface HotWord {
  /** A word or, with spaces between, several, which the vocabulary spells; or labels. */
  readonly word: string | ArrayLike<number>;
  /** What each occurrence adds to the score, in natural logarithms; less than 0 disfavours. Default 10, as in pyctcdecode. */
  readonly weight?: number;
}

/**
 * Favours label sequences with these words: `score(labels) = ln p(labels | frames) + Σ_w weight(w) · #occurrences of w`.
 *
 * With a delimiter only whole words count; without one, every place where the labels occur. A word begun is credited with its share of
 * the weight, so that the beam keeps it, and what does not become a hot word gives it back. All words are looked for at once: a label is one
 * step however many they are. A frame's work grows with the number of different labels that go on with a word begun, at most the classes.
 *
 * @throws InvalidArgumentError naming the first word that cannot be spelled, or has no finite weight; at a search's start also one that has its
 * blank
 *
 * @example
 * ```ts
 * import { hotWords, prefixBeamSearch, Vocabulary } from '@rubato/decoders';
 * const vocabulary = new Vocabulary(['', ' ', 'a', 't'], { delimiter: ' ' });
 * const posteriors = { data: Float64Array.of(0, 0, 0.4, 0.6, 0, 0, 0.6, 0.4), shape: [1, 2, 4] } as const;
 * const scorers = [hotWords([{ word: 'at', weight: 2 }], vocabulary)];
 * const [[best]] = prefixBeamSearch(posteriors, { scorers });
 * vocabulary.text(best.labels); // → 'at'
 * best.score - best.logProbability; // → 2
 * ```
 */
export function hotWords(words: readonly (HotWord | string)[], vocabulary: Vocabulary): Scorer {
  checkVocabulary(vocabulary);
  if (!isList(words)) refuse('words', words, 'a list of hot words');
  const weights = new Float64Array(words.length);
  const { delimiter } = vocabulary;
  const spelled = Array.from({ length: words.length }, (_, w) => {
    const entry: unknown = words[w];
    if (typeof entry !== 'string') checkOptions(entry, ['word', 'weight'], `words[${w}]`);
    const { word, weight = 10 } = typeof entry === 'string' ? { word: entry } : (entry as HotWord);
    checkNumber('words', weight, -1e6, 1e6, [w]);
    weights[w] = weight;
    const labels = Array.from(labelsOf(word, vocabulary, 'words', w));
    return delimiter === undefined ? labels : [delimiter, ...labels, delimiter];
  });
  const automaton = new HotWordAutomaton(spelled, weights, delimiter !== undefined);
  const firstWord = firstWords(spelled, vocabulary);
  return Object.freeze({
    name: 'hotWords',
    open: (classes: number, blank?: number) => {
      checkClasses(vocabulary, classes, blank);
      checkBlankless(firstWord, blank);
      return new HotWordStates(automaton, delimiter);
    },
    fingerprint: fingerprintOnce(() => ({
      words: new Checksum().add(automaton.first).add(automaton.labels).add(automaton.targets).text,
      weights: new Checksum().add(automaton.complete).add(automaton.begun).text,
      delimiter: delimiter ?? 'none',
    })),
  });
}

/** The first number of a state is the automaton's. */
class HotWordStates extends IntegerStates {
  readonly table: GainTable;
  protected readonly start: readonly [number, number];
  protected readonly ranges: readonly (readonly [number, number])[];
  readonly #automaton: HotWordAutomaton;
  readonly #delimiter: number | undefined;
  #from = 0;

  constructor(automaton: HotWordAutomaton, delimiter: number | undefined) {
    super();
    this.table = automaton.ranked;
    this.#automaton = automaton;
    this.#delimiter = delimiter;
    // As if a delimiter came before the first label.
    this.start = [delimiter === undefined ? 0 : automaton.next(0, delimiter), 0];
    this.ranges = [
      [0, automaton.states - 1],
      [0, 0],
    ];
    this.reset();
  }

  stateOf(entry: number): number {
    return this.first[entry];
  }

  gain(entry: number, label: number): number {
    return this.#automaton.gain(this.first[entry], label);
  }

  mostGain(entry: number): number {
    return this.table.others[this.first[entry]];
  }

  mostException(entry: number): number {
    const state = this.first[entry];
    const from = this.table.first[state];
    return from < this.table.first[state + 1] ? this.table.gains[from] : -Infinity;
  }

  exceptionCount(entry: number): number {
    const state = this.first[entry];
    this.#from = this.table.first[state];
    return this.table.first[state + 1] - this.#from;
  }

  exception(_entry: number, place: number): number {
    return this.table.labels[this.#from + place];
  }

  extend(entry: number, label: number, slot: number): void {
    this.nextFirst[slot] = this.#automaton.next(this.first[entry], label);
  }

  /** As if a delimiter came behind the last label; what is only begun by then is given back. */
  finish(entry: number): number {
    const { begun, complete } = this.#automaton;
    const state = this.first[entry];
    const completed = this.#delimiter === undefined ? 0 : complete[this.#automaton.next(state, this.#delimiter)];
    return completed - begun[state];
  }
}
