import type { Blank, Posteriors } from '@rubato/decoders';

interface Entry {
  readonly labels: readonly number[];
  blank: number;
  label: number;
}

export interface SlowResult {
  readonly labels: readonly number[];
  readonly logProbability: number;
  readonly score: number;
}

/**
 * Prefix beam search as Graves writes it, with a table of prefixes by their text, in probabilities; and whether some choice between two
 * prefixes hung on rounding. `bonus` is a prefix's extra score, `end` what its end adds.
 */
export function slowBeamSearch(
  { data, shape: [, frames, classes] }: Posteriors,
  blank: Blank,
  beamWidth: number,
  bonus: (labels: readonly number[]) => number,
  end: (labels: readonly number[]) => number,
): { readonly results: SlowResult[]; readonly close: boolean } {
  let beam: Entry[] = [{ labels: [], blank: 1, label: 0 }];
  let close = false;
  const score = ({ labels, blank: b, label: l }: Entry): number => Math.log(b + l) + bonus(labels);
  for (let n = 0; n < frames; n++) {
    const next = new Map<string, Entry>();
    const at = (labels: readonly number[]): Entry => {
      const key = labels.join();
      const entry = next.get(key) ?? { labels, blank: 0, label: 0 };
      next.set(key, entry);
      return entry;
    };
    for (const { labels, blank: b, label: l } of beam) {
      for (let k = 0; k < classes; k++) {
        const p = data[n * classes + k];
        if (k === blank) {
          at(labels).blank += (b + l) * p;
        } else if (k === labels.at(-1)) {
          at(labels).label += l * p;
          at([...labels, k]).label += b * p;
        } else {
          at([...labels, k]).label += (b + l) * p;
        }
      }
    }
    const sorted = [...next.values()].filter((entry) => score(entry) > -Infinity).toSorted((x, y) => score(y) - score(x));
    beam = sorted.slice(0, beamWidth);
    if (sorted.length > beamWidth && score(beam.at(-1)!) - score(sorted[beamWidth]) < 1e-9) close = true;
  }
  const results = beam
    .map((entry) => ({
      labels: entry.labels,
      logProbability: Math.log(entry.blank + entry.label),
      score: score(entry) + end(entry.labels),
    }))
    .filter((result) => result.score > -Infinity)
    .toSorted((x, y) => y.score - x.score);
  if (results.some((result, i) => i > 0 && results[i - 1].score - result.score < 1e-9)) close = true;
  return { results, close };
}
