import { enlarged, LinkedNodes } from './linked-nodes.ts';

/** Label prefixes as nodes of a tree: the same prefix is always the same node. Node 0 is the empty prefix, of label -1. */
export class PrefixTrie extends LinkedNodes {
  /** For the beam's use: the entry that holds a node, right only where that entry agrees. */
  entries: Int32Array<ArrayBuffer>;
  #firstChild: Int32Array<ArrayBuffer>;
  #nextSibling: Int32Array<ArrayBuffer>;

  constructor(capacity: number) {
    super(capacity);
    this.entries = new Int32Array(capacity);
    this.#firstChild = new Int32Array(capacity).fill(-1);
    this.#nextSibling = new Int32Array(capacity);
    this.append(-1, -1);
  }

  /** Forgets all but the empty prefix. */
  clear(): void {
    this.size = 1;
    this.#firstChild[0] = -1;
  }

  /** The prefix one label longer, which is made where it does not exist. The caller has made room. */
  child(node: number, label: number): number {
    for (let child = this.#firstChild[node]; child >= 0; child = this.#nextSibling[child]) {
      if (this.values[child] === label) return child;
    }
    const child = this.append(node, label);
    this.#firstChild[child] = -1;
    this.#link(child);
    return child;
  }

  override squeeze(ends: readonly Int32Array[], count: number): void {
    super.squeeze(ends, count);
    // Without any end even the empty prefix has gone.
    if (this.size === 0) this.append(-1, -1);
    this.#relink();
  }

  protected override grow(least: number): void {
    super.grow(least);
    this.entries = enlarged(this.entries, this.capacity);
    this.#firstChild = new Int32Array(this.capacity);
    this.#nextSibling = new Int32Array(this.capacity);
    this.#relink();
  }

  /** The longest prefix that two have in common. A parent's number is less than its child's. */
  common(a: number, b: number): number {
    let [one, other] = [a, b];
    while (one !== other) {
      if (one > other) one = this.parents[one];
      else other = this.parents[other];
    }
    return one;
  }

  /** Finds the children anew from the parents. */
  #relink(): void {
    this.#firstChild.fill(-1, 0, this.size);
    for (let node = 1; node < this.size; node++) this.#link(node);
  }

  #link(node: number): void {
    const parent = this.parents[node];
    this.#nextSibling[node] = this.#firstChild[parent];
    this.#firstChild[parent] = node;
  }
}
