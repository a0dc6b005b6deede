/** The possible classes of a frame from the most to the least probable, sorted only as far as anyone asks; ties: the lower class. */
export class ClassOrder {
  readonly #heap: Int32Array;
  readonly #sorted: Int32Array;
  readonly #blank: number;
  #row: Float64Array;
  #left = 0;
  #found = 0;

  constructor(classes: number, blank: number) {
    this.#heap = new Int32Array(classes);
    this.#sorted = new Int32Array(classes);
    this.#row = new Float64Array(0);
    this.#blank = blank;
  }

  /** Takes the log-probabilities of a frame. The blank is left out. */
  reset(row: Float64Array): void {
    this.#row = row;
    this.#found = 0;
    this.#left = 0;
    for (let k = 0; k < row.length; k++) {
      if (k !== this.#blank && row[k] > -Infinity) this.#heap[this.#left++] = k;
    }
    for (let place = (this.#left >> 1) - 1; place >= 0; place--) this.#sink(place, this.#heap[place]);
  }

  /** The class at a place, or -1 behind the last. Places are asked for one after the other. */
  at(place: number): number {
    if (place < this.#found) return this.#sorted[place];
    if (this.#left === 0) return -1;
    const best = this.#heap[0];
    this.#sorted[this.#found++] = best;
    this.#left--;
    if (this.#left > 0) this.#sink(0, this.#heap[this.#left]);
    return best;
  }

  #sink(from: number, label: number): void {
    const heap = this.#heap;
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= this.#left) break;
      if (below + 1 < this.#left && this.#before(heap[below + 1], heap[below])) below++;
      if (this.#before(label, heap[below])) break;
      heap[place] = heap[below];
      place = below;
    }
    heap[place] = label;
  }

  #before(a: number, b: number): boolean {
    return this.#row[a] > this.#row[b] || (this.#row[a] === this.#row[b] && a < b);
  }
}
