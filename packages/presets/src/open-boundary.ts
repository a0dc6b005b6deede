import type { BoundaryInput, BoundaryRole, BoundarySet, BoundaryTableInput, Parameterization } from '@rubato/core';
import { checkWord, inWords, refuse } from './check.ts';

/** Which sequence holds the part that is looked for: the columns (then the rows are aligned whole) or the rows. */
export type Within = 'columns' | 'rows';

const SETS: Readonly<Record<BoundaryRole, Readonly<Record<Within, BoundarySet>>>> = {
  start: { columns: 'firstRow', rows: 'firstColumn' },
  end: { columns: 'lastRow', rows: 'lastColumn' },
};

/** The base with one boundary opened along a sequence: the corner becomes the side of the lattice that runs along it. */
export function openBoundary(
  base: Parameterization,
  role: BoundaryRole,
  within: Within,
  penalty: BoundaryTableInput | undefined,
): Parameterization {
  if (typeof base !== 'object' || base === null || !Array.isArray(base.steps)) refuse('base', base, 'a parameterization { steps, … }');
  checkWord('within', within, ['columns', 'rows']);
  const set = SETS[role][within];
  const opened = { ...asObject(base[role]), set, ...(penalty === undefined ? {} : { penalty }) };
  const found = setOf(base[role]);
  // A second side, or cells such as those of CTC, would be lost without a word.
  if (found !== 'corner' && found !== set) refuse(`base.${role}`, found, `the corner, which alone can be opened to ${set}`);
  return Object.freeze({ ...base, [role]: Object.freeze(opened) });
}

function asObject(boundary: BoundaryInput | undefined): { multiplier?: BoundaryTableInput; penalty?: BoundaryTableInput } {
  if (typeof boundary !== 'object' || boundary === null || Array.isArray(boundary)) return {};
  const { multiplier, penalty } = boundary as { multiplier?: BoundaryTableInput; penalty?: BoundaryTableInput };
  return { ...(multiplier === undefined ? {} : { multiplier }), ...(penalty === undefined ? {} : { penalty }) };
}

function setOf(boundary: BoundaryInput | undefined): string {
  if (boundary === undefined) return 'corner';
  if (typeof boundary === 'string') return boundary;
  if (typeof boundary !== 'object' || boundary === null) return inWords(boundary);
  if (Array.isArray(boundary) || 'cells' in boundary || 'cellsOfItem' in boundary) return 'cells';
  return (boundary as { set?: BoundarySet }).set ?? 'corner';
}
