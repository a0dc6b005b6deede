import { checkOptions, isList, refuse } from '../check.ts';
import { Checksum } from '../checksum.ts';
import type { LanguageModel } from './language-model.ts';
import type { NgramTable } from './ngram-table.ts';

export interface SentenceOptions {
  /** Whether the sentence begins with its first word, after `<s>`. Default true. */
  readonly begin?: boolean;
  /** Whether it ends with its last, and `</s>` counts. Default true. */
  readonly end?: boolean;
}

/**
 * An n-gram language model with back-off:
 * `p(w | h) = p of the n-gram hw` where the model has it, else `backoff(h) · p(w | h without its first word)`, where a context that the
 * model does not have backs off by 1. `readArpa` makes it. A word that it does not know is `<unk>`.
 *
 * Source: Katz, "Estimation of probabilities from sparse data for the language model component of a speech recognizer", 1987.
 *
 * @example
 * ```ts
 * import { readArpa } from '@rubato/decoders';
 * const unigrams = '\\1-grams:\n-1\t<unk>\n-0.5\t</s>\n-99\t<s>\t-0.2\n-0.4\tso\t-0.3\n\n';
 * const model = readArpa(`\\data\\\nngram 1=4\nngram 2=1\n\n${unigrams}\\2-grams:\n-0.1\t<s> so\n\n\\end\\\n`);
 * // p(so | <s>), then p(so | so) and p(</s> | so) by back-off.
 * model.sentenceLogProbability(['so', 'so']); // → (-0.1 + (-0.3 - 0.4) + (-0.3 - 0.5)) * Math.LN10
 * ```
 */
export class NgramModel implements LanguageModel {
  /** The longest n-gram has so many words. */
  readonly order: number;
  readonly vocabulary: readonly string[];
  readonly unknown: number;
  readonly start: number;
  readonly mostLogProbability: number;
  readonly #table: NgramTable;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #sentenceEnd: number | undefined;
  #fingerprint: string | undefined;

  /** Made by `readArpa`. */
  constructor(table: NgramTable, numbers: ReadonlyMap<string, number>, order: number) {
    this.order = order;
    this.vocabulary = Object.freeze([...numbers.keys()]);
    this.unknown = numbers.get('<unk>') ?? 0;
    this.#table = table;
    this.#numbers = numbers;
    this.#sentenceEnd = numbers.get('</s>');
    const begin = numbers.get('<s>');
    this.start = begin === undefined ? 0 : this.next(0, begin);
    this.mostLogProbability = mostLogProbability(table, order);
  }

  get states(): number {
    return this.#table.size;
  }

  /** A checksum of its words and numbers. */
  get fingerprint(): string {
    if (this.#fingerprint !== undefined) return this.#fingerprint;
    const checksum = new Checksum();
    for (const word of this.vocabulary) checksum.addText(word);
    this.#table.addTo(checksum);
    return (this.#fingerprint = checksum.text);
  }

  /** The number of a word, that of `<unk>` where the model does not know it. */
  wordNumber(word: string): number {
    return this.#numbers.get(word) ?? this.unknown;
  }

  logProbability(state: number, word: number): number {
    const table = this.#table;
    let backoff = 0;
    for (let at = state; ; at = table.suffixes[at]) {
      const node = table.find(at, word);
      if (node !== 0) return backoff + table.logProbabilities[node];
      // Every word has a 1-gram, so this is a number that is no word.
      if (at === 0) return -Infinity;
      backoff += table.backoffs[at];
    }
  }

  next(state: number, word: number): number {
    return this.#table.longest(state, word);
  }

  /** 0 where the model has no `</s>`. */
  endLogProbability(state: number): number {
    return this.#sentenceEnd === undefined ? 0 : this.logProbability(state, this.#sentenceEnd);
  }

  /** ln p of a sentence, word after word. */
  sentenceLogProbability(words: readonly string[], options: SentenceOptions = {}): number {
    if (!isList(words)) refuse('words', words, 'a list of words');
    checkOptions(options, ['begin', 'end']);
    const { begin = true, end = true } = options;
    let state = begin ? this.start : 0;
    let sum = 0;
    for (const word of words) {
      const number = this.wordNumber(word);
      sum += this.logProbability(state, number);
      state = this.next(state, number);
    }
    return end ? sum + this.endLogProbability(state) : sum;
  }
}

/** Back-off weights above 1 may lift a probability, once for each word of the context. */
function mostLogProbability(table: NgramTable, order: number): number {
  let most = -Infinity;
  let mostBackoff = 0;
  for (let node = 1; node < table.size; node++) {
    most = Math.max(most, table.logProbabilities[node]);
    mostBackoff = Math.max(mostBackoff, table.backoffs[node]);
  }
  return most + (order - 1) * mostBackoff;
}
