import type { AlignmentProblem, BoundaryTable, Step, StepTable } from '@rubato/core';
import type { MinimumFunction } from '@rubato/minimum';
import { softmin } from '@rubato/minimum';
import type { CostSource } from './source.ts';

/** Which cells can be computed at once: those with the same n, the same m, or the same n + m. */
export type Front = 'rows' | 'columns' | 'diagonals';

/** A table of numbers as kernels see it: the one number that needs no reading, or a table, whose strides are parameters. */
export type TableStructure = { readonly kind: 'constant'; readonly value: number } | { readonly kind: 'table' };

/** Start or end cells as kernels see them. */
export interface BoundaryStructure {
  readonly role: 'start' | 'end';
  readonly set: 'corner' | 'firstRow' | 'lastRow' | 'firstColumn' | 'lastColumn' | 'cells';
  readonly multiplier: TableStructure;
  readonly penalty: TableStructure;
}

/**
 * Where a cell's cost stands: in a dense matrix, in packed rows, by class, or where a kernel has written it in the order of the
 * lattice's own arrays (features).
 */
export type CostStructure = 'dense' | 'banded' | 'gathered' | 'staged';

/** What kernels are printed for: everything of a problem but its sizes and numbers. Equal structures share pipelines. */
export interface LatticeStructure {
  readonly steps: readonly Step[];
  readonly front: Front;
  readonly minimum: MinimumFunction;
  /** Whether one candidate's weight follows from the value alone: exp((value - candidate)/γ). */
  readonly exponentialWeights: boolean;
  readonly weights: TableStructure;
  readonly penalties: TableStructure;
  readonly start: BoundaryStructure;
  readonly end: BoundaryStructure;
  /** Whether the lattice's arrays are packed by row ranges. */
  readonly banded: boolean;
  readonly cost: CostStructure;
  /** The local cost of features in words that tell it from others, '' for other costs. */
  readonly local: string;
  /** How far a step reaches back in rows. */
  readonly reach: number;
}

/** As many structures are kept. */
const CAPACITY = 256;

/** Keeps one object for equal structures: kernels are printed once for each. The one not used for longest goes first. */
export class StructureCache {
  private readonly known = new Map<string, LatticeStructure>();

  intern(structure: LatticeStructure): LatticeStructure {
    const key = JSON.stringify({ ...structure, minimum: structure.minimum.name });
    const found = this.known.get(key) ?? structure;
    this.known.delete(key);
    this.known.set(key, found);
    if (this.known.size > CAPACITY) this.known.delete(this.known.keys().next().value!);
    return found;
  }
}

/** Reads a problem's structure. */
export function latticeStructure(
  problem: AlignmentProblem,
  minimum: MinimumFunction,
  banded: boolean,
  source: CostSource,
): LatticeStructure {
  const { steps, stepWeights, stepPenalties, start, end } = problem;
  return {
    steps,
    front: steps.every(([i]) => i > 0) ? 'rows' : steps.every(([, j]) => j > 0) ? 'columns' : 'diagonals',
    minimum,
    exponentialWeights: minimum === softmin,
    weights: stepTable(stepWeights, 1),
    penalties: stepTable(stepPenalties, 0),
    start: { role: 'start', set: start.set, multiplier: boundaryTable(start.multiplier, 1), penalty: boundaryTable(start.penalty, 0) },
    end: { role: 'end', set: end.set, multiplier: boundaryTable(end.multiplier, 0), penalty: boundaryTable(end.penalty, 0) },
    banded,
    cost: source.kind === 'features' ? 'staged' : source.kind,
    local: source.kind === 'features' ? source.local : '',
    reach: steps.reduce((most, [i]) => Math.max(most, i), 0),
  };
}

/**
 * Only the usual number is printed as a constant, where it stands for all cells by the table's shape: kernels follow neither from other
 * numbers nor from which of a table's axes are broadcast, since pipelines are dear.
 */
function stepTable({ constant, strides }: StepTable, usual: number): TableStructure {
  const varies = strides.slice(0, 3).some((stride) => stride !== 0);
  return constant === usual && !varies ? { kind: 'constant', value: usual } : { kind: 'table' };
}

function boundaryTable({ data }: BoundaryTable, usual: number): TableStructure {
  return data.length === 1 && data[0] === usual ? { kind: 'constant', value: usual } : { kind: 'table' };
}

/** Whether E is H: every path's cost is the plain sum of its cells'. Weights that only forbid leave it so. */
export function alignmentIsGradient({ stepWeights }: AlignmentProblem, { start, end }: LatticeStructure): boolean {
  const is = (table: TableStructure, value: number): boolean => table.kind === 'constant' && table.value === value;
  return isMask(stepWeights) && is(start.multiplier, 1) && is(end.multiplier, 0);
}

/** Whether a table only forbids: all of its numbers are 1 or `Infinity`. */
export function isMask({ data }: StepTable): boolean {
  return data.every((value) => value === 1 || value === Infinity);
}
