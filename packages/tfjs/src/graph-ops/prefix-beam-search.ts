/** A label sequence in the beam: the log-probabilities of all paths so far that spell it, by what they end in. */
interface Prefix {
  readonly labels: readonly number[];
  blank: number;
  label: number;
}

/** A label sequence and the logarithm of the probability that the beam has gathered for it. */
export interface BeamPath {
  readonly labels: readonly number[];
  readonly logProbability: number;
}

function logAdd(a: number, b: number): number {
  const [large, small] = a > b ? [a, b] : [b, a];
  return small === -Infinity ? large : large + Math.log1p(Math.exp(small - large));
}

const total = ({ blank, label }: Prefix): number => logAdd(blank, label);

/**
 * Prefix beam search: keeps the `width` most probable label sequences frame by frame, paths that spell the same one added up.
 * Source: Hannun et al., "First-pass large vocabulary continuous speech recognition using bi-directional recurrent DNNs", 2014.
 *
 * @param logProbability of class k at frame n
 * @returns the sequences left, most probable first
 */
export function prefixBeamSearch(
  frames: number,
  classes: number,
  blank: number,
  width: number,
  logProbability: (n: number, k: number) => number,
): BeamPath[] {
  let beam: Prefix[] = [{ labels: [], blank: 0, label: -Infinity }];
  for (let n = 0; n < frames; n++) {
    const next = new Map<string, Prefix>();
    const reach = (labels: readonly number[]): Prefix => {
      const key = labels.join();
      let prefix = next.get(key);
      if (prefix === undefined) next.set(key, (prefix = { labels, blank: -Infinity, label: -Infinity }));
      return prefix;
    };
    for (const prefix of beam) {
      const { labels } = prefix;
      const last = labels.at(-1);
      const same = reach(labels);
      same.blank = logAdd(same.blank, total(prefix) + logProbability(n, blank));
      if (last !== undefined) same.label = logAdd(same.label, prefix.label + logProbability(n, last));
      for (let k = 0; k < classes; k++) {
        if (k === blank) continue;
        // A label is repeated only after a blank; else it is the same one, going on.
        const before = k === last ? prefix.blank : total(prefix);
        if (before === -Infinity) continue;
        const longer = reach([...labels, k]);
        longer.label = logAdd(longer.label, before + logProbability(n, k));
      }
    }
    beam = [...next.values()].toSorted((a, b) => total(b) - total(a)).slice(0, width);
  }
  return beam.map((prefix) => ({ labels: prefix.labels, logProbability: total(prefix) }));
}
