/** Of sums of logarithms up to a million. */
const ROUNDING = 1e-9;

/**
 * The best candidates for the next beam, at most `limit`: a heap with the worst on top. A candidate is a score, a rank that settles ties
 * (the lower goes first, so that the order of offers does not matter) and what it comes from.
 */
export class Candidates {
  readonly limit: number;
  scores: Float64Array<ArrayBuffer> = new Float64Array(64);
  ranks: Float64Array<ArrayBuffer> = new Float64Array(64);
  sources: Int32Array<ArrayBuffer> = new Int32Array(64);
  size = 0;
  #best = -Infinity;
  /** Candidates that lie more below the best are not wanted. */
  readonly #threshold: number;

  constructor(limit: number, threshold: number) {
    this.limit = limit;
    this.#threshold = threshold;
  }

  clear(): void {
    this.size = 0;
    this.#best = -Infinity;
  }

  /** What scores less has no chance, even where an estimate of it is off by rounding. */
  get least(): number {
    const worst = this.size === this.limit ? this.scores[0] : -Infinity;
    const floor = this.#best - this.#threshold;
    return (floor > worst ? floor : worst) - ROUNDING;
  }

  offer(score: number, rank: number, source: number): void {
    if (score > this.#best) this.#best = score;
    if (this.size < this.limit) {
      if (this.size === this.scores.length) this.#grow();
      this.#rise(this.size++, score, rank, source);
    } else if (score > this.scores[0] || (score === this.scores[0] && rank < this.ranks[0])) {
      this.#sink(0, this.size, score, rank, source);
    }
  }

  /** Orders them from the best to the worst and drops what lies too far below the best. Nothing may be offered after it. */
  sort(): void {
    for (let end = this.size - 1; end > 0; end--) {
      const score = this.scores[end];
      const rank = this.ranks[end];
      const source = this.sources[end];
      this.#move(0, end);
      this.#sink(0, end, score, rank, source);
    }
    const floor = this.#best - this.#threshold;
    while (this.size > 0 && this.scores[this.size - 1] < floor) this.size--;
  }

  #rise(from: number, score: number, rank: number, source: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.#worse(score, rank, above)) break;
      this.#move(above, place);
      place = above;
    }
    this.#put(place, score, rank, source);
  }

  #sink(from: number, size: number, score: number, rank: number, source: number): void {
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= size) break;
      if (below + 1 < size && this.#worse(this.scores[below + 1], this.ranks[below + 1], below)) below++;
      if (this.#worse(score, rank, below)) break;
      this.#move(below, place);
      place = below;
    }
    this.#put(place, score, rank, source);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.scores[from], this.ranks[from], this.sources[from]);
  }

  #put(place: number, score: number, rank: number, source: number): void {
    this.scores[place] = score;
    this.ranks[place] = rank;
    this.sources[place] = source;
  }

  #worse(score: number, rank: number, other: number): boolean {
    return score < this.scores[other] || (score === this.scores[other] && rank > this.ranks[other]);
  }

  #grow(): void {
    const length = Math.min(this.limit, 2 * this.scores.length);
    const { scores, ranks, sources } = this;
    this.scores = new Float64Array(length);
    this.ranks = new Float64Array(length);
    this.sources = new Int32Array(length);
    this.scores.set(scores);
    this.ranks.set(ranks);
    this.sources.set(sources);
  }
}
