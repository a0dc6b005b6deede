import { Checksum } from '../checksum.ts';
import type { LanguageModel } from '../language-model/language-model.ts';
import type { LanguageModelOptions } from './fusion-options.ts';
import { checkModel, fusionFingerprint, fusionOptions, weighted } from './fusion-options.ts';
import { IntegerStates } from './integer-states.ts';
import type { Scorer } from './scorer.ts';
import { fingerprintOnce } from './scorer.ts';
import type { Vocabulary } from './vocabulary.ts';
import { checkClasses, checkVocabulary } from './vocabulary.ts';

/**
 * A language model in which each label is a word: over characters, phones or notes.
 * `score(labels) = ln p(labels | frames) + Σ_l [α (ln p(l | labels before) + [l unknown] offset) + β] + α ln p(end | labels)`.
 *
 * Source: Graves & Jaitly, "Towards end-to-end speech recognition with recurrent neural networks", ICML 2014.
 *
 * @param model its words are the vocabulary's symbols
 * @throws InvalidArgumentError for numbers out of range
 *
 * @example
 * ```ts
 * import { labelLanguageModel, prefixBeamSearch, readArpa, Vocabulary } from '@rubato/decoders';
 * const model = readArpa('\\data\\\nngram 1=2\n\n\\1-grams:\n-0.2\tC\n-0.5\tD\n\n\\end\\\n');
 * const scorer = labelLanguageModel(model, new Vocabulary(['', 'C', 'D']), { alpha: 1, beta: 0 });
 * const posteriors = { data: Float64Array.of(0, 0.4, 0.6), shape: [1, 1, 3] } as const;
 * const [[best]] = prefixBeamSearch(posteriors, { scorers: [scorer] });
 * best.labels; // → Int32Array.of(1)
 * best.score; // → Math.log(0.4) - 0.2 * Math.LN10
 * ```
 */
export function labelLanguageModel(model: LanguageModel, vocabulary: Vocabulary, options: LanguageModelOptions = {}): Scorer {
  checkModel(model);
  checkVocabulary(vocabulary);
  const settings = fusionOptions(options);
  const numbers = new Map(model.vocabulary.map((word, w) => [word, w]));
  const words = Int32Array.from(vocabulary.symbols, (symbol) => numbers.get(symbol) ?? model.unknown);
  return Object.freeze({
    name: 'labelLanguageModel',
    open: (classes: number, blank?: number) => {
      checkClasses(vocabulary, classes, blank);
      return new LabelStates(model, words, settings);
    },
    fingerprint: fingerprintOnce(() => ({ ...fusionFingerprint(model, settings), words: new Checksum().add(words).text })),
  });
}

/** The first number of a state is the model's. */
class LabelStates extends IntegerStates {
  protected readonly start: readonly [number, number];
  protected readonly ranges: readonly (readonly [number, number])[];
  readonly #model: LanguageModel;
  readonly #words: Int32Array;
  readonly #settings: Required<LanguageModelOptions>;
  readonly #most: number;

  constructor(model: LanguageModel, words: Int32Array, settings: Required<LanguageModelOptions>) {
    super();
    this.#model = model;
    this.#words = words;
    this.#settings = settings;
    this.#most = weighted(settings.alpha, model.mostLogProbability) + settings.beta;
    this.start = [model.start, 0];
    this.ranges = [
      [0, model.states - 1],
      [0, 0],
    ];
    this.reset();
  }

  gain(entry: number, label: number): number {
    const word = this.#words[label];
    const { alpha, beta, unknownOffset } = this.#settings;
    const offset = word === this.#model.unknown ? unknownOffset : 0;
    return weighted(alpha, this.#model.logProbability(this.first[entry], word) + offset) + beta;
  }

  mostGain(): number {
    return this.#most;
  }

  mostException(): number {
    return -Infinity;
  }

  exceptionCount(): number {
    return 0;
  }

  exception(): number {
    return -1;
  }

  extend(entry: number, label: number, slot: number): void {
    this.nextFirst[slot] = this.#model.next(this.first[entry], this.#words[label]);
  }

  finish(entry: number): number {
    const { alpha, sentenceEnd } = this.#settings;
    return sentenceEnd ? weighted(alpha, this.#model.endLogProbability(this.first[entry])) : 0;
  }
}
