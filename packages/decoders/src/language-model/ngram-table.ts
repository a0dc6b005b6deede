import type { Checksum } from '../checksum.ts';

/** Bytes of the table for so many n-grams: its arrays and the hash. */
export function tableBytes(ngrams: number): number {
  return (ngrams + 1) * 28 + 4 * hashSize(ngrams + 1);
}

/** A power of two, at least half of it free. */
function hashSize(entries: number): number {
  return 2 ** Math.ceil(Math.log2(2 * entries));
}

/**
 * n-grams as an automaton: a node for each, the empty one first, found from the node of all but its last word. A node's suffix is the
 * longest n-gram that it ends with, where the model backs off to. Room for all of them is made once.
 */
export class NgramTable {
  size = 1;
  /** Natural logarithms. */
  readonly logProbabilities: Float64Array;
  readonly backoffs: Float64Array;
  readonly suffixes: Int32Array;
  readonly contexts: Int32Array;
  readonly words: Int32Array;
  readonly #hash: Int32Array;

  constructor(ngrams: number) {
    this.logProbabilities = new Float64Array(ngrams + 1);
    this.backoffs = new Float64Array(ngrams + 1);
    this.suffixes = new Int32Array(ngrams + 1);
    this.contexts = new Int32Array(ngrams + 1);
    this.words = new Int32Array(ngrams + 1);
    this.#hash = new Int32Array(hashSize(ngrams + 1));
    this.contexts[0] = -1;
    this.words[0] = -1;
  }

  /** Takes all that the table says. Suffixes follow from the rest. */
  addTo(checksum: Checksum): void {
    for (const column of [this.contexts, this.words, this.logProbabilities, this.backoffs]) checksum.add(column.subarray(0, this.size));
  }

  /** The n-gram of a context and a word, or 0 where there is none. */
  find(context: number, word: number): number {
    const mask = this.#hash.length - 1;
    for (let place = spread(context, word) & mask; ; place = (place + 1) & mask) {
      const node = this.#hash[place];
      if (node === 0 || (this.contexts[node] === context && this.words[node] === word)) return node;
    }
  }

  /** The longest n-gram that the context, or a suffix of it, has with the word; 0 where even the word alone is absent. */
  longest(context: number, word: number): number {
    for (let at = context; ; at = this.suffixes[at]) {
      const node = this.find(at, word);
      if (node !== 0 || at === 0) return node;
    }
  }

  /** Adds an n-gram that is not there yet. All shorter ones are there already. */
  add(context: number, word: number, logProbability: number, backoff: number): number {
    const node = this.size++;
    this.contexts[node] = context;
    this.words[node] = word;
    this.logProbabilities[node] = logProbability;
    this.backoffs[node] = backoff;
    this.suffixes[node] = context === 0 ? 0 : this.longest(this.suffixes[context], word);
    const mask = this.#hash.length - 1;
    let place = spread(context, word) & mask;
    while (this.#hash[place] !== 0) place = (place + 1) & mask;
    this.#hash[place] = node;
    return node;
  }
}

/** Mixes both numbers into 32 bits. */
function spread(context: number, word: number): number {
  let mixed = Math.imul(context, 0x9e3779b1) ^ Math.imul(word + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
