import { findSorted } from './find-sorted.ts';
import type { GainTable } from './scorer.ts';
import { WordTrie } from './word-trie.ts';

/** Up to so many pairs of a state and a label have a table of steps, 1 MiB. */
const LARGEST_TABLE = 2 ** 18;

/**
 * Finds all hot words in a label sequence at once (Aho & Corasick, "Efficient string matching", 1975): a state is the longest beginning of
 * a hot word that the sequence ends with, so a step costs the same however many words there are.
 */
export class HotWordAutomaton {
  readonly states: number;
  /** The sum of the weights of all words that end in a state. */
  readonly complete: Float64Array;
  /** What is advanced for words begun: a share of the weight as large as the share of the labels. */
  readonly begun: Float64Array;
  /** From state v, labels `labels[i]` lead to `targets[i]` for i from `first[v]` to `first[v + 1] - 1`, sorted; all others to state 0. */
  readonly first: Int32Array;
  readonly labels: Int32Array;
  readonly targets: Int32Array;
  /** What each of those steps adds. */
  readonly gains: Float64Array;
  /** What labels add in each state; listed are those that do not add just what a step to state 0 does: outside of hot words none. */
  readonly ranked: GainTable;
  /** The step of each state and label below `width`, -1 where it leads to state 0; none where that were too many. */
  readonly #steps: Int32Array | undefined;
  readonly #width: number;

  /** Each word has a delimiter, which is no share of it, before and behind, or none has. */
  constructor(words: readonly ArrayLike<number>[], weights: ArrayLike<number>, delimited: boolean) {
    const trie = new WordTrie(words);
    const { size } = trie;
    this.states = size;
    this.complete = new Float64Array(size);
    this.begun = shares(trie, words, weights, Number(delimited));
    const sums = sumsOfEqualWords(trie, words, weights);
    const suffix = new Int32Array(size);
    this.first = new Int32Array(size + 1);
    const labels: number[] = [];
    const targets: number[] = [];
    // Nodes stand in the order of their depth, and a suffix is shorter: its row is there already.
    for (let node = 0; node < size; node++) {
      this.first[node] = labels.length;
      const shorter = suffix[node];
      if (node > 0) {
        this.complete[node] = sums[node] + this.complete[shorter];
        this.begun[node] = Math.max(this.begun[node], this.begun[shorter]);
      }
      let inherited = node === 0 ? 0 : this.first[shorter];
      const inheritedEnd = node === 0 ? 0 : this.first[shorter + 1];
      for (let child = trie.firstChild[node]; child < trie.firstChild[node + 1]; child++) {
        const label = trie.labels[child];
        for (; inherited < inheritedEnd && labels[inherited] < label; inherited++) {
          labels.push(labels[inherited]);
          targets.push(targets[inherited]);
        }
        if (inherited < inheritedEnd && labels[inherited] === label) suffix[child] = targets[inherited++];
        labels.push(label);
        targets.push(child);
      }
      for (; inherited < inheritedEnd; inherited++) {
        labels.push(labels[inherited]);
        targets.push(targets[inherited]);
      }
      this.first[node + 1] = labels.length;
    }
    this.labels = Int32Array.from(labels);
    this.targets = Int32Array.from(targets);
    this.gains = new Float64Array(targets.length);
    for (let state = 0; state < size; state++) {
      for (let i = this.first[state]; i < this.first[state + 1]; i++) {
        this.gains[i] = this.complete[targets[i]] + (this.begun[targets[i]] - this.begun[state]);
      }
    }
    this.ranked = this.#rank();
    this.#width = this.labels.reduce((most, label) => Math.max(most, label + 1), 0);
    this.#steps = size * this.#width <= LARGEST_TABLE ? this.#tabulate() : undefined;
  }

  #tabulate(): Int32Array {
    const steps = new Int32Array(this.states * this.#width).fill(-1);
    for (let state = 0; state < this.states; state++) {
      for (let i = this.first[state]; i < this.first[state + 1]; i++) steps[state * this.#width + this.labels[i]] = i;
    }
    return steps;
  }

  #rank(): GainTable {
    const others = this.begun.map((begun) => 0 - begun);
    const places = new Int32Array(this.gains.length);
    const first = new Int32Array(this.states + 1);
    let count = 0;
    for (let state = 0; state < this.states; state++) {
      for (let i = this.first[state]; i < this.first[state + 1]; i++) if (this.gains[i] !== others[state]) places[count++] = i;
      places.subarray(first[state], count).sort((a, b) => this.gains[b] - this.gains[a] || a - b);
      first[state + 1] = count;
    }
    const ranked = places.subarray(0, count);
    return { first, labels: ranked.map((i) => this.labels[i]), gains: Float64Array.from(ranked, (i) => this.gains[i]), others };
  }

  /** The state after a label. */
  next(state: number, label: number): number {
    const i = this.#find(state, label);
    return i < 0 ? 0 : this.targets[i];
  }

  /** What a label adds. */
  gain(state: number, label: number): number {
    const i = this.#find(state, label);
    return i < 0 ? 0 - this.begun[state] : this.gains[i];
  }

  /** Which of the steps that do not lead to state 0, or -1. */
  #find(state: number, label: number): number {
    if (this.#steps !== undefined) return label < this.#width ? this.#steps[state * this.#width + label] : -1;
    return findSorted(this.labels, this.first[state], this.first[state + 1], label);
  }
}

/** For each node the largest share of a word that passes through it and goes on. */
function shares(trie: WordTrie, words: readonly ArrayLike<number>[], weights: ArrayLike<number>, around: number): Float64Array {
  const result = new Float64Array(trie.size);
  words.forEach((word, w) => {
    let node = 0;
    for (let l = 0; l < word.length - 1; l++) {
      node = trie.child(node, word[l]);
      result[node] = Math.max(result[node], (weights[w] * (l + 1 - around)) / (word.length - 2 * around));
    }
  });
  return result;
}

function sumsOfEqualWords(trie: WordTrie, words: readonly ArrayLike<number>[], weights: ArrayLike<number>): Float64Array {
  const result = new Float64Array(trie.size);
  words.forEach((word, w) => {
    let node = 0;
    for (let l = 0; l < word.length; l++) node = trie.child(node, word[l]);
    result[node] += weights[w];
  });
  return result;
}
