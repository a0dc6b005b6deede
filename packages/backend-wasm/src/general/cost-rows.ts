import type { AlignmentProblem, BandedCost, CostReader, DenseCost } from '@rubato/core';
import { createCostReader } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import type { Instance } from '../module/instance.ts';
import type { FeaturePlace } from './feature-rows.ts';
import { FeatureRows } from './feature-rows.ts';

/** Writes costs into the kernels' memory, row by row. */
export interface CostRows {
  /** Turns to item b. */
  open(b: number): void;
  /** Writes the costs of row n, columns first to last, to an address. */
  read(n: number, first: number, last: number, address: number): void;
}

/** A problem's costs; `features` where kernels compute them. */
export function createCostRows(
  instance: Instance,
  problem: AlignmentProblem,
  costs: Readonly<Record<string, LocalCost>>,
  features: FeaturePlace | undefined,
): CostRows {
  const { cost } = problem;
  if (cost.kind === 'features' && features !== undefined) return new FeatureRows(instance, cost, features);
  if (cost.kind === 'dense' || cost.kind === 'banded') return new CopiedRows(instance, problem, cost);
  return new ReadRows(instance, createCostReader(problem, costs));
}

/** Costs that the host works out one by one. */
class ReadRows implements CostRows {
  private readonly f64: Float64Array;
  private readonly reader: CostReader;
  private item = 0;

  constructor(instance: Instance, reader: CostReader) {
    this.f64 = instance.all.f64;
    this.reader = reader;
  }

  open(b: number): void {
    this.item = b;
  }

  read(n: number, first: number, last: number, address: number): void {
    this.reader(this.item, n, first, last, this.f64, address / 8);
  }
}

/** Numbers that are worth copying at once; fewer are copied one by one. */
const MANY = 24;

/** Costs that stand row by row in the caller's array. */
class CopiedRows implements CostRows {
  private readonly f64: Float64Array;
  private readonly cost: DenseCost | BandedCost;
  private readonly rows: number;
  private readonly columns: number;
  private item = 0;
  /** Of a banded cost: the row last read, and where its data begins; all rows before it have been passed. */
  private row = 0;
  private start = 0;

  constructor(instance: Instance, { rows, columns }: AlignmentProblem, cost: DenseCost | BandedCost) {
    this.f64 = instance.all.f64;
    this.cost = cost;
    this.rows = rows;
    this.columns = columns;
  }

  open(b: number): void {
    this.item = b;
  }

  read(n: number, first: number, last: number, address: number): void {
    const { data } = this.cost;
    const from = this.startOf(n) + first;
    const count = last - first + 1;
    const to = address / 8;
    if (count >= MANY) this.f64.set(data.subarray(from, from + count), to);
    else for (let k = 0; k < count; k++) this.f64[to + k] = data[from + k];
  }

  /** Where column 0 of row n would stand. */
  private startOf(n: number): number {
    const { cost } = this;
    const row = this.item * this.rows + n;
    if (cost.kind === 'dense') return row * this.columns;
    for (; this.row < row; this.row++) this.start += width(cost, this.row);
    for (; this.row > row; this.row--) this.start -= width(cost, this.row - 1);
    return this.start - cost.first[row];
  }
}

/** How many costs a row of a banded cost has. */
function width({ first, last }: BandedCost, row: number): number {
  return Math.max(0, last[row] - first[row] + 1);
}
