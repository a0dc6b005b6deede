/** Every path of `length` classes, one per frame. */
export function labelPaths(length: number, classes: number): number[][] {
  if (length === 0) return [[]];
  return labelPaths(length - 1, classes).flatMap((path) => Array.from({ length: classes }, (_, k) => [...path, k]));
}

/** What a path spells: repetitions merged, then blanks left out (Graves et al. 2006). */
export function collapse(path: readonly number[], blank: number): number[] {
  return path.filter((label, n) => label !== blank && label !== path[n - 1]);
}

/** -log p(labels | frames) by summing over all K^N paths; the definition. `logProbabilities` has shape [N, K]. */
export function enumeratedLoss(
  logProbabilities: ArrayLike<number>,
  N: number,
  K: number,
  labels: readonly number[],
  blank: number,
): number {
  let probability = 0;
  for (const path of labelPaths(N, K)) {
    if (collapse(path, blank).join() !== labels.join()) continue;
    probability += path.reduce((product, label, n) => product * Math.exp(logProbabilities[n * K + label]), 1);
  }
  return -Math.log(probability);
}
