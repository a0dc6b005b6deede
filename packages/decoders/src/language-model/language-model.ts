/**
 * A language model over words, as scorers use it. States and words are whole numbers ≥ 0; the same state and word always give the same
 * answer. `NgramModel` is one.
 */
export interface LanguageModel {
  /** The words it knows; a word's number is its place. */
  readonly vocabulary: readonly string[];
  /** The number that stands for every word that it does not know. */
  readonly unknown: number;
  /** The number of states: a state is less. */
  readonly states: number;
  /** The state before the first word of a sentence. */
  readonly start: number;
  /** At least the largest ln p of any word in any state. */
  readonly mostLogProbability: number;
  /** Tells it from other models, for saved states. Default: that of its words and numbers above. */
  readonly fingerprint?: string;
  /** ln p(word | state). */
  logProbability(state: number, word: number): number;
  /** The state after the word. */
  next(state: number, word: number): number;
  /** ln p(the sentence ends | state). */
  endLogProbability(state: number): number;
}
