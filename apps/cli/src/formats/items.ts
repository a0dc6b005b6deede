import type { AlignmentSolution } from '@rubato/core';

/** The value of one item of a batch, and why it has no path where it has none. */
export interface Item {
  readonly value: number;
  readonly feasible: boolean;
  readonly reason?: string;
}

export function itemsOf({ values, status }: AlignmentSolution): readonly Item[] {
  return status.map((end, b) =>
    end.kind === 'infeasible' ? { value: values[b], feasible: false, reason: end.reason } : { value: values[b], feasible: true },
  );
}

/** One line: `loss 12.5`, `item 3: loss inf, no path: needs at least 3 rows, has 2`. All digits of the number. */
export function describeItem(what: string, { value, reason }: Item, number: number | undefined): string {
  const place = number === undefined ? '' : `item ${number}: `;
  // A float32 number has at most nine digits that say something.
  const shown = value === Infinity ? 'inf' : String(Math.fround(value) === value ? Number(value.toPrecision(9)) : value);
  return `${place}${what} ${shown}${reason === undefined ? '' : `, no path: ${reason}`}`;
}
