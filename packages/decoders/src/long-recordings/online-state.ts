import { checkWhole, isList, refuse } from '../check.ts';

/** An accumulated cost of a saved state: JSON has no infinity. */
type SavedDistance = number | 'inf';

/** A row of accumulated costs within its window. */
export interface SavedRow {
  readonly first: number;
  readonly distances: readonly SavedDistance[];
}

/** An online alignment between two frames, as plain data that JSON and `structuredClone` keep. */
export interface OnlineAlignmentState {
  readonly version: 1;
  /** Of the reference, the local cost, the steps and the window. */
  readonly fingerprint: string;
  /** The number of frames taken. */
  readonly frames: number;
  /** Where the last of them was. */
  readonly column: number;
  /** The last rows, as many as a step goes back at most, the latest at the end. */
  readonly rows: readonly SavedRow[];
}

export function saveDistance(distance: number): SavedDistance {
  return distance === Infinity ? 'inf' : distance;
}

/** Refuses what is no state of an alignment with this fingerprint, columns and reach. */
export function checkOnlineState(state: OnlineAlignmentState, fingerprint: string, columns: number, reach: number): void {
  if (typeof state !== 'object' || state === null) refuse('state', state, 'what save() answered');
  if (state.version !== 1) refuse('state.version', state.version, '1');
  if (state.fingerprint !== fingerprint) {
    refuse('state.fingerprint', state.fingerprint, `${fingerprint}: that of the same reference, local cost, steps and window`);
  }
  checkWhole('state.frames', state.frames, 0, Number.MAX_SAFE_INTEGER);
  checkWhole('state.column', state.column, 0, columns - 1);
  const count = Math.min(state.frames, Math.max(1, reach));
  if (!isList(state.rows) || state.rows.length !== count) refuse('state.rows', state.rows, `a list of ${count} rows`);
  let first = 0;
  let last = 0;
  state.rows.forEach((row, r) => {
    checkWhole('state.rows.first', row?.first, first, columns - 1, [r]);
    if (!isList(row.distances) || row.distances.length === 0) refuse('state.rows.distances', row.distances, 'a list of numbers', [r]);
    checkWhole('state.rows.last', row.first + row.distances.length - 1, last, columns - 1, [r]);
    row.distances.forEach((distance, m) => {
      if (distance !== 'inf' && !Number.isFinite(distance)) refuse('state.rows.distances', distance, "a finite number or 'inf'", [r, m]);
    });
    first = row.first;
    last = row.first + row.distances.length - 1;
  });
}
