/**
 * Sequences that share their beginnings: nodes that hold one number each and know the node before. A node stands behind its parent, so
 * that what is no longer needed can be squeezed out in one pass, in place.
 */
export class LinkedNodes {
  parents: Int32Array<ArrayBuffer>;
  values: Int32Array<ArrayBuffer>;
  size = 0;
  #moved: Int32Array<ArrayBuffer>;

  constructor(capacity: number) {
    this.parents = new Int32Array(capacity);
    this.values = new Int32Array(capacity);
    this.#moved = new Int32Array(capacity);
  }

  get capacity(): number {
    return this.parents.length;
  }

  /** The caller has made room. */
  append(parent: number, value: number): number {
    this.parents[this.size] = parent;
    this.values[this.size] = value;
    return this.size++;
  }

  /**
   * Makes room for `more` nodes: first by dropping those that none of `ends` (lists of which the first `count` count) is reached
   * through, then by growing. The ends are renumbered. Returns whether anything moved.
   */
  reserve(more: number, ends: readonly Int32Array[], count: number): boolean {
    if (this.size + more <= this.capacity) return false;
    this.squeeze(ends, count);
    // Half free after dropping, so that dropping again is not due soon.
    if (2 * this.size + more > this.capacity) this.grow(2 * this.size + more);
    return true;
  }

  protected grow(least: number): void {
    const capacity = Math.max(least, 2 * this.capacity);
    this.parents = enlarged(this.parents, capacity);
    this.values = enlarged(this.values, capacity);
    this.#moved = new Int32Array(capacity);
  }

  /** Drops the nodes that none of `ends` is reached through, and renumbers the rest and the ends. */
  squeeze(ends: readonly Int32Array[], count: number): void {
    const moved = this.#moved;
    moved.fill(-1, 0, this.size);
    for (const list of ends) {
      for (let i = 0; i < count; i++) {
        for (let node = list[i]; node >= 0 && moved[node] < 0; node = this.parents[node]) moved[node] = 0;
      }
    }
    let size = 0;
    for (let node = 0; node < this.size; node++) {
      if (moved[node] < 0) continue;
      const parent = this.parents[node];
      this.parents[size] = parent < 0 ? -1 : moved[parent];
      this.values[size] = this.values[node];
      moved[node] = size++;
    }
    this.size = size;
    for (const list of ends) {
      for (let i = 0; i < count; i++) {
        if (list[i] >= 0) list[i] = moved[list[i]];
      }
    }
  }

  /** The numbers from the beginning to a node, those of negative value left out. */
  sequence(node: number): Int32Array<ArrayBuffer> {
    let length = 0;
    for (let at = node; at >= 0; at = this.parents[at]) length += Number(this.values[at] >= 0);
    const result = new Int32Array(length);
    for (let at = node; length > 0; at = this.parents[at]) result[--length] = this.values[at];
    return result;
  }
}

export function enlarged(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const result = new Int32Array(length);
  result.set(array);
  return result;
}
