/** What tells a scorer from another of its name: numbers, and checksums of tables. */
export type ScorerFingerprint = Readonly<Record<string, number | string>>;

/** The states of a scorer as plain data. */
export interface SavedScorer {
  readonly name: string;
  /** That of the scorer; states mean nothing to another one. */
  readonly fingerprint: ScorerFingerprint;
  /** A list for each piece of plain data that an entry's state consists of, with one element for each entry. */
  readonly columns: readonly (readonly unknown[])[];
}

/**
 * What adds to the score of a label sequence beside the posteriors, by its labels alone: a language model, a lexicon, hot words, or
 * functions of one's own. Made once, used in any number of searches.
 */
export interface Scorer {
  readonly name: string;
  /** The states for one search; a scorer that does not fit the classes refuses. The blank is absent where there is none. */
  readonly open: (classes: number, blank?: number) => ScorerStates;
  /** Kept with saved states. Default: nothing but the name. */
  readonly fingerprint?: () => ScorerFingerprint;
}

/** Works the fingerprint out when first asked, since a checksum reads whole tables. */
export function fingerprintOnce(make: () => ScorerFingerprint): () => ScorerFingerprint {
  let made: ScorerFingerprint | undefined;
  return () => (made ??= Object.freeze(make()));
}

/**
 * What labels add, by a state of an entry: `labels[i]` adds `gains[i]` for i from `first[state]` to `first[state + 1] - 1`, the largest gain
 * first; any other label adds `others[state]`.
 */
export interface GainTable {
  readonly first: Int32Array;
  readonly labels: Int32Array;
  readonly gains: Float64Array;
  readonly others: Float64Array;
}

/** A scorer at work: a state for each entry of a beam, and beside them those of the next beam, while it is built. */
export interface ScorerStates {
  /** One entry, the empty prefix. */
  reset(): void;
  /** Makes room for so many entries in the next beam. */
  reserve(entries: number): void;
  /** What the label adds to the entry's score; `-Infinity` forbids it. */
  gain(entry: number, label: number): number;
  /** At least what any label adds that is none of the entry's exceptions. */
  mostGain(entry: number): number;
  /** At least what any of its exceptions adds; anything where there is none. */
  mostException(entry: number): number;
  /** How many labels may add more than `mostGain`, and which, each once. */
  exceptionCount(entry: number): number;
  /** Asked after `exceptionCount` of the same entry. */
  exception(entry: number, place: number): number;
  /** Where `gain` depends on a state alone: all that it answers, read in place of many questions. */
  readonly table?: GainTable;
  /** The row of the table for an entry; there with a table. */
  stateOf?(entry: number): number;
  /** Entry `slot` of the next beam is `entry` as it stands. */
  keep(entry: number, slot: number): void;
  /** Entry `slot` of the next beam is `entry` with one label more. */
  extend(entry: number, label: number, slot: number): void;
  /** The next beam becomes the beam. */
  swap(): void;
  /** What the end adds to the entry's score; `-Infinity`: the entry must not end here. */
  finish(entry: number): number;
  /** The columns of the first `count` entries. */
  save(count: number): SavedScorer['columns'];
  /** Takes over what `save` wrote; refuses anything else, naming `argument`. */
  restore(columns: readonly (readonly unknown[])[], count: number, argument: string): void;
}
