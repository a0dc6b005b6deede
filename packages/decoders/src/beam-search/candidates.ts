/**
 * The best candidates for the next beam, at most `limit`: a heap with the worst on top. A candidate is a score and a rank, which says
 * what it is and settles ties: the lower rank goes first, so that the order of offers does not matter.
 */
export class Candidates {
  readonly limit: number;
  scores: Float64Array<ArrayBuffer> = new Float64Array(64);
  ranks: Float64Array<ArrayBuffer> = new Float64Array(64);
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

  /** What scores less has no chance; what scores as much may have one. */
  get least(): number {
    const worst = this.size === this.limit ? this.scores[0] : -Infinity;
    const floor = this.#best - this.#threshold;
    return floor > worst ? floor : worst;
  }

  offer(score: number, rank: number): void {
    if (score > this.#best) this.#best = score;
    if (this.size < this.limit) {
      if (this.size === this.scores.length) this.#grow();
      this.#rise(this.size++, score, rank);
    } else if (score > this.scores[0] || (score === this.scores[0] && rank < this.ranks[0])) {
      this.#sink(0, this.size, score, rank);
    }
  }

  /** Orders them from the best to the worst and drops what lies too far below the best. Nothing may be offered after it. */
  sort(): void {
    for (let end = this.size - 1; end > 0; end--) {
      const score = this.scores[end];
      const rank = this.ranks[end];
      this.scores[end] = this.scores[0];
      this.ranks[end] = this.ranks[0];
      this.#sink(0, end, score, rank);
    }
    const floor = this.#best - this.#threshold;
    while (this.size > 0 && this.scores[this.size - 1] < floor) this.size--;
  }

  #rise(from: number, score: number, rank: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.#worse(score, rank, above)) break;
      this.scores[place] = this.scores[above];
      this.ranks[place] = this.ranks[above];
      place = above;
    }
    this.scores[place] = score;
    this.ranks[place] = rank;
  }

  #sink(from: number, size: number, score: number, rank: number): void {
    const { scores, ranks } = this;
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= size) break;
      if (below + 1 < size && this.#worse(scores[below + 1], ranks[below + 1], below)) below++;
      if (this.#worse(score, rank, below)) break;
      scores[place] = scores[below];
      ranks[place] = ranks[below];
      place = below;
    }
    scores[place] = score;
    ranks[place] = rank;
  }

  #worse(score: number, rank: number, other: number): boolean {
    return score < this.scores[other] || (score === this.scores[other] && rank > this.ranks[other]);
  }

  #grow(): void {
    const length = Math.min(this.limit, 2 * this.scores.length);
    const [scores, ranks] = [new Float64Array(length), new Float64Array(length)];
    scores.set(this.scores);
    ranks.set(this.ranks);
    [this.scores, this.ranks] = [scores, ranks];
  }
}
