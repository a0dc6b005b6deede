/** A label sequence and what its paths so far have in common: the ln p of those that end in a blank, and of those that end in its last label. */
interface Prefix {
  readonly labels: readonly number[];
  blank: number;
  label: number;
}

const logAdd = (a: number, b: number): number => {
  const most = Math.max(a, b);
  return most === -Infinity ? most : most + Math.log1p(Math.exp(-Math.abs(a - b)));
};
const total = ({ blank, label }: Prefix): number => logAdd(blank, label);

/** Prefix beam search as textbooks have it: a table of prefixes by their text for every frame. The blank is class 0. */
export function textbookBeamSearch(
  data: ArrayLike<number>,
  frames: number,
  classes: number,
  width: number,
): { readonly labels: readonly number[]; readonly logProbability: number } {
  let beam: Prefix[] = [{ labels: [], blank: 0, label: -Infinity }];
  for (let n = 0; n < frames; n++) {
    const next = new Map<string, Prefix>();
    const at = (labels: readonly number[]): Prefix => {
      const text = labels.join(' ');
      let found = next.get(text);
      if (found === undefined) next.set(text, (found = { labels, blank: -Infinity, label: -Infinity }));
      return found;
    };
    for (const prefix of beam) {
      const last = prefix.labels.at(-1);
      const same = at(prefix.labels);
      same.blank = logAdd(same.blank, total(prefix) + data[n * classes]);
      for (let k = 1; k < classes; k++) {
        const p = data[n * classes + k];
        if (k === last) same.label = logAdd(same.label, prefix.label + p);
        const longer = at([...prefix.labels, k]);
        longer.label = logAdd(longer.label, (k === last ? prefix.blank : total(prefix)) + p);
      }
    }
    beam = [...next.values()].toSorted((a, b) => total(b) - total(a)).slice(0, width);
  }
  return { labels: beam[0].labels, logProbability: total(beam[0]) };
}
