/** Times in seconds, [from, to). */
export type Span = readonly [number, number];

/** What two sets of spans have in common, and what each has alone. */
export interface Compared {
  readonly both: readonly Span[];
  readonly estimate: readonly Span[];
  readonly truth: readonly Span[];
}

/** Counts from the left how many spans of each set are open. */
export function compareSpans(estimated: readonly Span[], played: readonly Span[]): Compared {
  const edges = [
    ...estimated.flatMap(([start, end]) => [
      { time: start, estimate: 1, truth: 0 },
      { time: end, estimate: -1, truth: 0 },
    ]),
    ...played.flatMap(([start, end]) => [
      { time: start, estimate: 0, truth: 1 },
      { time: end, estimate: 0, truth: -1 },
    ]),
  ].toSorted((a, b) => a.time - b.time);
  const kinds = { both: [] as Span[], estimate: [] as Span[], truth: [] as Span[] };
  let [estimates, truths] = [0, 0];
  for (const [i, { time, estimate, truth }] of edges.entries()) {
    estimates += estimate;
    truths += truth;
    const end = edges[i + 1]?.time ?? time;
    if (!(end > time) || (estimates === 0 && truths === 0)) continue;
    const spans = kinds[estimates > 0 && truths > 0 ? 'both' : estimates > 0 ? 'estimate' : 'truth'];
    const last = spans.at(-1);
    if (last !== undefined && last[1] === time) spans[spans.length - 1] = [last[0], end];
    else spans.push([time, end]);
  }
  return kinds;
}
