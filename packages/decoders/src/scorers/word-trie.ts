import { findSorted } from './find-sorted.ts';

/**
 * Words as a tree of labels, built once: nodes in the order of their depth, the children of a node side by side and sorted, so that three
 * numbers a node are all there is. Node 0 is the empty word's.
 */
export class WordTrie {
  readonly size: number;
  /** The label that leads to a node. */
  readonly labels: Int32Array;
  /** Children of node v are nodes `firstChild[v]` to `firstChild[v + 1] - 1`. */
  readonly firstChild: Int32Array;
  /** The number of the word that ends in a node, or -1; of words spelled alike, the first. */
  readonly words: Int32Array;

  /** The words as label sequences; a word's number is its place. */
  constructor(words: readonly ArrayLike<number>[]) {
    const order = Array.from(words.keys()).toSorted((a, b) => compare(words[a], words[b]) || a - b);
    const most = words.reduce((sum, word) => sum + word.length, 1);
    const labels = new Int32Array(most);
    const firstChild = new Int32Array(most + 1);
    const ends = new Int32Array(most).fill(-1);
    // A node's words are those from `begin` to `end` in the order; its depth follows from being served in order.
    const begin = new Int32Array(most);
    const end = new Int32Array(most);
    end[0] = order.length;
    let size = 1;
    let depth = 0;
    let depthEnd = 1;
    for (let node = 0; node < size; node++) {
      if (node === depthEnd) {
        depth++;
        depthEnd = size;
      }
      firstChild[node] = size;
      let at = begin[node];
      // Shorter words stand first.
      if (at < end[node] && words[order[at]].length === depth) ends[node] = order[at];
      while (at < end[node] && words[order[at]].length === depth) at++;
      while (at < end[node]) {
        const label = words[order[at]][depth];
        begin[size] = at;
        while (at < end[node] && words[order[at]][depth] === label) at++;
        end[size] = at;
        labels[size++] = label;
      }
    }
    firstChild[size] = size;
    this.size = size;
    this.labels = labels.slice(0, size);
    this.firstChild = firstChild.slice(0, size + 1);
    this.words = ends.slice(0, size);
  }

  childCount(node: number): number {
    return this.firstChild[node + 1] - this.firstChild[node];
  }

  /** The node one label further, or -1. */
  child(node: number, label: number): number {
    return findSorted(this.labels, this.firstChild[node], this.firstChild[node + 1], label);
  }
}

function compare(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (let l = 0; l < a.length && l < b.length; l++) {
    if (a[l] !== b[l]) return a[l] - b[l];
  }
  return a.length - b.length;
}
