/** The states of a fusion as plain data. */
export interface FusionState {
  readonly name: string;
  /** One list for each number, or piece of plain data, that an entry's state consists of. */
  readonly columns: readonly (readonly unknown[])[];
}

/**
 * A score beside the posteriors that depends on the labels only: a language model, a lexicon, hot words. It holds a state for each entry
 * of the beam, and builds the states of the next beam beside them.
 */
export interface Fusion {
  readonly name: string;
  /** One entry, the empty prefix. */
  reset(): void;
  /** Makes room for so many entries in the next beam. */
  reserve(entries: number): void;
  /** What the label adds to the entry's score; `-Infinity` forbids it. */
  gain(entry: number, label: number): number;
  /** At least what any label adds that is none of the entry's exceptions. */
  mostGain(entry: number): number;
  /** Labels that may add more. */
  exceptionCount(entry: number): number;
  exception(entry: number, place: number): number;
  /** Entry `slot` of the next beam is `entry` as it stands. */
  keep(entry: number, slot: number): void;
  /** Entry `slot` of the next beam is `entry` with one label more. */
  extend(entry: number, label: number, slot: number): void;
  /** The next beam becomes the beam. */
  swap(): void;
  /** What the end adds to the entry's score; `-Infinity`: the entry may not end here. */
  finish(entry: number): number;
  save(count: number): FusionState;
  /** Takes over what `save` wrote, of `count` entries; refuses anything else. */
  restore(state: FusionState, count: number): void;
}
