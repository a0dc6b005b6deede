import type { Blank, Posteriors } from '@rubato/decoders';

/** What a path spells: repetitions merged, then blanks left out (Graves et al. 2006). */
export function collapse(path: ArrayLike<number>, blank: Blank): number[] {
  return Array.from(path).filter((label, n) => label !== blank && label !== path[n - 1]);
}

/** Every path of `length` classes. */
export function* allPaths(length: number, classes: number): Generator<number[]> {
  const path = Array.from({ length }, () => 0);
  for (;;) {
    yield path;
    let n = length - 1;
    while (n >= 0 && path[n] === classes - 1) path[n--] = 0;
    if (n < 0) return;
    path[n]++;
  }
}

/** p(labels | frames) of every label sequence, by summing over all paths of the first item; the definition. Keys are joined labels. */
export function enumerateSequences({ data, shape: [, frames, classes] }: Posteriors, blank: Blank): Map<string, number> {
  const sums = new Map<string, number>();
  for (const path of allPaths(frames, classes)) {
    const probability = path.reduce((product, k, n) => product * data[n * classes + k], 1);
    const key = collapse(path, blank).join();
    sums.set(key, (sums.get(key) ?? 0) + probability);
  }
  return sums;
}
