/** Something from left to right in a row of a drawing, in pixels. */
export interface Strip {
  /** The row: strips of other rows are never joined with it. */
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** More than these are joined where they lie near each other. */
const MOST = 4000;
/** At first only what lies nearer than this, in pixels. */
const NEAR = 0.5;
/** No drawing is as wide. */
const FURTHEST = 1e5;

/**
 * Strips that cannot be seen apart, as one: those of a row nearer than half a pixel, or further where there are thousands. With
 * `outlined`, only those too narrow to show anything inside an outline. The work is bounded, and for up to 4000 rows the result.
 */
export function joinStrips<T extends Strip>(
  strips: readonly T[],
  outlined = false,
): { readonly strips: readonly T[]; readonly joined: boolean } {
  const sorted = strips.toSorted((a, b) => a.row - b.row || a.from - b.from);
  for (let near = NEAR; ; near *= 2) {
    const kept: T[] = [];
    // Narrower than this, an outline leaves nothing of what is inside.
    const narrow = outlined ? 6 * near : Infinity;
    for (const strip of sorted) {
      const last = kept.at(-1);
      const meets = last !== undefined && last.row === strip.row && strip.from - last.to < near;
      if (meets && last.to - last.from < narrow && strip.to - strip.from < narrow) {
        kept[kept.length - 1] = { ...last, to: Math.max(last.to, strip.to) };
      } else kept.push(strip);
    }
    if (kept.length <= MOST || near > FURTHEST) return { strips: kept, joined: kept.length < strips.length };
  }
}
