/** Something to measure: a name, and one run of the work. */
export interface Contender {
  readonly name: string;
  run(): void;
}

/** Milliseconds of one contender: median, and the quartiles as its spread. */
export interface Timing {
  readonly name: string;
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  readonly rounds: number;
}

/** The value below which a share of the sorted numbers lies. */
function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const low = Math.floor(position);
  const high = Math.ceil(position);
  return sorted[low] + (sorted[high] - sorted[low]) * (position - low);
}

/**
 * Runs the contenders in turn, round after round, so that a slow moment of the machine hits them alike.
 *
 * @param contenders what to run, on the same work
 * @param rounds measured rounds, after two that warm up
 */
export function measure(contenders: readonly Contender[], rounds: number): Timing[] {
  const samples = contenders.map((): number[] => []);
  for (let round = -2; round < rounds; round++) {
    contenders.forEach((contender, index) => {
      const start = performance.now();
      contender.run();
      if (round >= 0) samples[index].push(performance.now() - start);
    });
  }
  return contenders.map(({ name }, index) => {
    const sorted = samples[index].toSorted((a, b) => a - b);
    return { name, median: quantile(sorted, 0.5), lower: quantile(sorted, 0.25), upper: quantile(sorted, 0.75), rounds };
  });
}
