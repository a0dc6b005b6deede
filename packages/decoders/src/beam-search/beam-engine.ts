import type { GainTable, ScorerStates } from '../scorers/scorer.ts';
import { Beam } from './beam.ts';
import { BestPaths } from './best-paths.ts';
import { Candidates } from './candidates.ts';
import { ClassOrder } from './class-order.ts';
import { dropClasses } from './drop-classes.ts';
import { logAdd } from './log-add.ts';
import { PrefixTrie } from './prefix-trie.ts';

/** The source of a candidate that is an entry with one label more; of one that stays it is the entry. */
const EXTENSION = -1;

/** What an engine needs to know. The blank is -1 where there is none. */
export interface EngineSettings {
  readonly classes: number;
  readonly blank: number;
  readonly beamWidth: number;
  readonly tokenThreshold: number;
  readonly beamThreshold: number;
  readonly frames: boolean;
  readonly scorers: readonly ScorerStates[];
}

/**
 * Prefix beam search, frame by frame, of one item.
 *
 * Extensions of different prefixes are different, so the only ones that meet are those that some entry already holds: the entry asks its
 * parent, and no table of strings or hashes is needed. What an entry may become is offered to a heap of the best; since classes come
 * sorted, an entry's extensions end at the first that has no chance. After the first frames nothing is allocated but room for growth.
 */
export class BeamEngine {
  readonly settings: EngineSettings;
  readonly trie: PrefixTrie = new PrefixTrie(256);
  readonly paths: BestPaths | undefined;
  beam: Beam = new Beam();
  /** The number of frames taken. */
  frame = 0;
  #next: Beam = new Beam();
  readonly #candidates: Candidates;
  /** That of the only scorer. Of several nobody knows what they add together before they are asked. */
  readonly #table: GainTable | undefined;
  readonly #order: ClassOrder;
  /** What the beam's entries are after the frame, should they stay. */
  readonly #kept: Beam = new Beam();
  /** The entry that holds the parent of an entry's prefix, or -1; and the entries that hold its children, as a linked list. */
  #parentEntry: Int32Array = new Int32Array(0);
  #firstChild: Int32Array = new Int32Array(0);
  #nextChild: Int32Array = new Int32Array(0);
  /** Classes that are settled for the entry at work hold its number. */
  readonly #settled: Float64Array;
  #stamp = 0;
  /** The last label of the entry at work. */
  #last = -1;

  constructor(settings: EngineSettings) {
    this.settings = settings;
    this.paths = settings.frames ? new BestPaths() : undefined;
    this.#candidates = new Candidates(settings.beamWidth, settings.beamThreshold);
    this.#table = settings.scorers.length === 1 ? settings.scorers[0].table : undefined;
    this.#order = new ClassOrder(settings.classes, settings.blank);
    this.#settled = new Float64Array(settings.classes);
    this.reset();
  }

  /** Forgets everything. */
  reset(): void {
    this.trie.clear();
    this.beam.reset();
    this.paths?.reset();
    for (const scorer of this.settings.scorers) scorer.reset();
    this.frame = 0;
  }

  /** Takes the log-probabilities of one frame, which are changed where they lie below the threshold. */
  step(row: Float64Array): void {
    dropClasses(row, this.settings.tokenThreshold);
    this.#order.reset(row);
    this.#candidates.clear();
    this.#keepEntries(row);
    for (let entry = 0; entry < this.beam.count; entry++) this.#extendEntry(entry, row);
    this.#candidates.sort();
    this.#fillNext(row);
    this.frame++;
  }

  /** Offers each entry as it would stay: with a blank more, its last label longer, or come to anew from its parent. */
  #keepEntries(row: Float64Array): void {
    const { beam, trie } = this;
    const { blank } = this.settings;
    const kept = this.#kept;
    this.#reserveEntries(beam.count);
    for (let entry = 0; entry < beam.count; entry++) trie.entries[beam.prefix[entry]] = entry;
    this.#firstChild.fill(-1, 0, beam.count);
    for (let entry = 0; entry < beam.count; entry++) {
      const node = beam.prefix[entry];
      const last = trie.values[node];
      const logBlank = blank < 0 ? -Infinity : beam.logTotal[entry] + row[blank];
      let logLabel = last < 0 ? -Infinity : beam.logLabel[entry] + row[last];
      const parent = this.#findParent(node);
      this.#parentEntry[entry] = parent;
      if (parent >= 0) {
        logLabel = logAdd(logLabel, this.#logBefore(parent, last) + row[last]);
        this.#nextChild[entry] = this.#firstChild[parent];
        this.#firstChild[parent] = entry;
      }
      const logTotal = logAdd(logBlank, logLabel);
      kept.set(entry, node, logBlank, logLabel, logTotal, beam.bonus[entry]);
      if (logTotal > -Infinity) this.#candidates.offer(logTotal + beam.bonus[entry], this.#keptRank(entry, last, parent), entry);
    }
  }

  /**
   * Candidates of equal score go in the order in which a search by the book comes upon them: entry by entry, class by class. An entry
   * meets itself at its last label or at the blank, if its parent did not come upon it before.
   */
  #keptRank(entry: number, last: number, parent: number): number {
    const { classes, blank } = this.settings;
    const own = last < 0 || (blank >= 0 && blank < last) ? blank : last;
    const rank = 2 * (entry * classes + own);
    return parent < 0 ? rank : Math.min(rank, 2 * (parent * classes + last) + 1);
  }

  #reserveEntries(count: number): void {
    this.#kept.reserve(count);
    if (count <= this.#parentEntry.length) return;
    const length = Math.max(count, 2 * this.#parentEntry.length);
    this.#parentEntry = new Int32Array(length);
    this.#firstChild = new Int32Array(length);
    this.#nextChild = new Int32Array(length);
  }

  #findParent(node: number): number {
    const parent = this.trie.parents[node];
    if (parent < 0) return -1;
    const entry = this.trie.entries[parent];
    return entry < this.beam.count && this.beam.prefix[entry] === parent ? entry : -1;
  }

  /** ln p of what may come before a label: a repeated one needs a blank between. */
  #logBefore(entry: number, label: number): number {
    const { beam, trie } = this;
    return trie.values[beam.prefix[entry]] === label ? beam.logBlank[entry] : beam.logTotal[entry];
  }

  /** Offers the entry with each label more, except those that give a prefix the beam holds. */
  #extendEntry(entry: number, row: Float64Array): void {
    const { scorers } = this.settings;
    const first = this.#order.at(0);
    if (first < 0) return;
    if (this.#table !== undefined) return this.#extendByTable(entry, row, first, this.#table);
    // At least what a label adds that is nobody's exception, and what any label adds.
    let mostGain = 0;
    let mostOfAll = 0;
    for (let s = 0; s < scorers.length; s++) {
      const most = scorers[s].mostGain(entry);
      mostGain += most;
      mostOfAll += Math.max(most, scorers[s].mostException(entry));
    }
    // One scorer allows anything, another nothing: NaN.
    if (Number.isNaN(mostGain)) mostGain = -Infinity;
    if (Number.isNaN(mostOfAll)) return;
    const base = this.beam.logTotal[entry] + this.beam.bonus[entry];
    if (base + row[first] + mostOfAll < this.#candidates.least) return;

    this.#settle(entry);
    for (let s = 0; s < scorers.length; s++) this.#offerExceptions(entry, scorers[s], row, base + mostOfAll);
    const most = base + mostGain;
    if (most === -Infinity) return;
    const settled = this.#settled;
    for (let place = 0; ; place++) {
      const label = this.#order.at(place);
      if (label < 0 || most + row[label] < this.#candidates.least) return;
      if (settled[label] !== this.#stamp) this.#offer(entry, label, row[label], this.#gain(entry, label));
    }
  }

  /** The same for a single scorer with a table: it says what each label adds, so that after some none has a chance any more. */
  #extendByTable(entry: number, row: Float64Array, first: number, { first: listed, labels, gains, others }: GainTable): void {
    const state = this.settings.scorers[0].stateOf!(entry);
    const from = listed[state];
    const to = listed[state + 1];
    const other = others[state];
    const base = this.beam.logTotal[entry] + this.beam.bonus[entry];
    const best = base + row[first];
    let { least } = this.#candidates;
    if (best + other < least && (from === to || best + gains[from] < least)) return;

    this.#settle(entry);
    const settled = this.#settled;
    const stamp = this.#stamp;
    for (let i = from; i < to && best + gains[i] >= least; i++) {
      const label = labels[i];
      if (base + row[label] + gains[i] < least || settled[label] === stamp) continue;
      this.#offer(entry, label, row[label], gains[i]);
      least = this.#candidates.least;
    }
    if (best + other < least) return;
    for (let i = from; i < to; i++) settled[labels[i]] = stamp;
    for (let place = 0; ; place++) {
      const label = this.#order.at(place);
      if (label < 0 || base + row[label] + other < least) return;
      if (settled[label] === stamp) continue;
      this.#offer(entry, label, row[label], other);
      least = this.#candidates.least;
    }
  }

  /** Settles the blank and the labels that lead to prefixes that the beam holds. */
  #settle(entry: number): void {
    const { beam, trie } = this;
    const { blank } = this.settings;
    const settled = this.#settled;
    const stamp = ++this.#stamp;
    if (blank >= 0) settled[blank] = stamp;
    for (let child = this.#firstChild[entry]; child >= 0; child = this.#nextChild[child]) settled[trie.values[beam.prefix[child]]] = stamp;
    this.#last = trie.values[beam.prefix[entry]];
  }

  /** Offers the labels that are exceptions to this scorer; `most` is the entry's score with the most that any label may add. */
  #offerExceptions(entry: number, scorer: ScorerStates, row: Float64Array, most: number): void {
    const settled = this.#settled;
    const stamp = this.#stamp;
    const count = scorer.exceptionCount(entry);
    for (let place = 0; place < count; place++) {
      const label = scorer.exception(entry, place);
      if (settled[label] === stamp) continue;
      settled[label] = stamp;
      if (most + row[label] >= this.#candidates.least) this.#offer(entry, label, row[label], this.#gain(entry, label));
    }
  }

  #offer(entry: number, label: number, log: number, gain: number): void {
    const { beam } = this;
    const logLabel = (label === this.#last ? beam.logBlank[entry] : beam.logTotal[entry]) + log;
    if (logLabel === -Infinity) return;
    const score = logLabel + (beam.bonus[entry] + gain);
    if (score > -Infinity) this.#candidates.offer(score, 2 * (entry * this.settings.classes + label) + 1, EXTENSION);
  }

  #gain(entry: number, label: number): number {
    const { scorers } = this.settings;
    let gain = 0;
    for (let s = 0; s < scorers.length; s++) gain += scorers[s].gain(entry, label);
    return gain;
  }

  #fillNext(row: Float64Array): void {
    const { size, ranks, sources } = this.#candidates;
    const { classes, scorers } = this.settings;
    const next = this.#next;
    next.reserve(size);
    this.paths?.reserve(size, this.beam);
    for (const scorer of scorers) scorer.reserve(size);
    // The kept entries hold the same nodes, and must follow when they move.
    this.trie.reserve(size, [this.beam.prefix], this.beam.count);
    for (let slot = 0; slot < size; slot++) {
      if (sources[slot] !== EXTENSION) {
        this.#fillKept(slot, sources[slot], row);
        continue;
      }
      const place = (ranks[slot] - 1) / 2;
      const entry = Math.floor(place / classes);
      this.#fillExtended(slot, entry, place - entry * classes, row);
    }
    next.count = size;
    [this.beam, this.#next] = [next, this.beam];
    this.paths?.swap();
    for (const scorer of scorers) scorer.swap();
  }

  #fillKept(slot: number, entry: number, row: Float64Array): void {
    const { trie, paths } = this;
    const kept = this.#kept;
    const node = this.beam.prefix[entry];
    this.#next.set(slot, node, kept.logBlank[entry], kept.logLabel[entry], kept.logTotal[entry], kept.bonus[entry]);
    const last = trie.values[node];
    if (paths !== undefined) {
      const { blank } = this.settings;
      const parent = this.#parentEntry[entry];
      const repeats = parent >= 0 && trie.values[trie.parents[node]] === last;
      paths.keep(entry, slot, blank < 0 ? -Infinity : row[blank], last < 0 ? -Infinity : row[last], parent, repeats, this.frame);
    }
    const { scorers } = this.settings;
    for (let s = 0; s < scorers.length; s++) scorers[s].keep(entry, slot);
  }

  #fillExtended(slot: number, entry: number, label: number, row: Float64Array): void {
    const { beam, trie } = this;
    const logLabel = this.#logBefore(entry, label) + row[label];
    const repeats = trie.values[beam.prefix[entry]] === label;
    const bonus = beam.bonus[entry] + this.#gain(entry, label);
    this.#next.set(slot, trie.child(beam.prefix[entry], label), -Infinity, logLabel, logLabel, bonus);
    this.paths?.extend(entry, slot, row[label], repeats, this.frame);
    const { scorers } = this.settings;
    for (let s = 0; s < scorers.length; s++) scorers[s].extend(entry, label, slot);
  }
}
