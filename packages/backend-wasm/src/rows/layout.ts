import type { AlignmentProblem, LatticeLayout } from '@rubato/core';
import type { CandidateRegion, Regions } from '../items/regions.ts';
import { candidateSizes, mostOf, placeRegions } from '../items/regions.ts';
import { aligned } from '../module/instance.ts';
import { itemBytes } from '../strips/item-fields.ts';

/** Columns before and after those of a row that vectors may touch. */
const PAD = 16;
/** Rows of coefficients of each of the three steps. */
const COEFFICIENTS = 15;
/** Bytes of a temperature's scale in three vectors. */
const SCALE_BYTES = 48;

/** What a solve needs beside the problem's shape. */
export interface RowNeeds {
  readonly backward: boolean;
  readonly checkpointed: boolean;
  /** How many steps the kernels see, and whether each has factors of its own. */
  readonly steps: number;
  readonly separate: boolean;
  /** Whether weights by column are needed. */
  readonly weighted: boolean;
  /** Classes that have factors of their own; 0 where cells have. */
  readonly classes: number;
  readonly costBytes: number;
  readonly indexBytes: number;
  readonly xBytes: number;
  readonly yBytes: number;
  readonly rowTermBytes: number;
  /** Bytes of results that do not take the place of the costs. */
  readonly resultBytes: number;
}

/** The arrays of an item. */
type Region =
  | CandidateRegion
  | 'item'
  | 'cost'
  | 'index'
  | 'x'
  | 'y'
  | 'rowTerms'
  | 'results'
  | 'ranges'
  | 'weights'
  | 'coefficients'
  | 'used'
  | 'classFactors'
  | 'scale'
  | 'spans'
  | 'costRows'
  | 'factors'
  | 'suffixes'
  | 'alignmentRows'
  | 'gradientRows'
  | 'saved'
  | 'prefixes';

/** Where everything of an item stands, in bytes from the item's address. */
export interface RowLayout {
  readonly bytes: number;
  /** Rows whose prefixes are kept at once. */
  readonly height: number;
  /** Bytes of a scratch row, of mantissas or exponents that are kept of a row at most, between both. */
  readonly rowBytes: number;
  readonly savedBytes: number;
  readonly exponentBytes: number;
  readonly at: Regions<Region>['at'];
}

/** Places an item of the problem's greatest lengths. */
export function rowLayout(problem: AlignmentProblem, layout: LatticeLayout, needs: RowNeeds): RowLayout {
  const { columns, rowLengths } = problem;
  const rows = mostOf(rowLengths);
  const { backward, separate, steps } = needs;
  const rowBytes = aligned(4 * (columns + 2 * PAD));
  const height = backward && needs.checkpointed ? Math.ceil(Math.sqrt(rows)) : rows;
  const widths = new Widths(problem, layout);
  const savedBytes = aligned(widths.most(1));
  const kept = backward ? widths.most(needs.checkpointed ? height + 1 : rows) : 2 * savedBytes;
  // A power of two between numbers that are read together would let them meet in the same lines of the cache.
  const exponentBytes = aligned(kept) + 64;
  const sizes: Record<Region, number> = {
    item: itemBytes,
    // The last vector of a row reaches past it.
    cost: needs.costBytes + 64,
    index: needs.indexBytes === 0 ? 0 : needs.indexBytes + 16,
    x: needs.xBytes,
    y: needs.yBytes,
    rowTerms: needs.rowTermBytes,
    results: needs.resultBytes,
    ranges: layout.banded ? 12 * rows : 0,
    ...candidateSizes(problem),
    weights: needs.weighted ? 24 * columns : 0,
    coefficients: needs.weighted ? COEFFICIENTS * rowBytes : 0,
    used: 4 * (needs.classes + 3),
    classFactors: 8 * (needs.classes + 3),
    scale: SCALE_BYTES,
    spans: 12 * rows,
    costRows: rowBytes,
    factors: (separate ? 2 * steps : 2) * rowBytes,
    suffixes: backward ? (separate ? 2 * steps : 2) * rowBytes : 0,
    alignmentRows: backward ? 4 * rowBytes : 0,
    gradientRows: backward && separate ? 4 * rowBytes : 0,
    saved: backward && needs.checkpointed ? 2 * savedBytes * Math.ceil(rows / height) : 0,
    prefixes: (separate ? 3 : 2) * exponentBytes,
  };
  return { ...placeRegions(sizes), height, rowBytes, savedBytes, exponentBytes };
}

/** Bytes of mantissas, or of exponents, of neighbouring rows, at most: of those that lie in the band. */
class Widths {
  private readonly problem: AlignmentProblem;
  private readonly layout: LatticeLayout;

  constructor(problem: AlignmentProblem, layout: LatticeLayout) {
    this.problem = problem;
    this.layout = layout;
  }

  /** Of so many rows. */
  most(height: number): number {
    const { problem, layout } = this;
    if (!layout.banded) return height * this.bytes(problem.columns);
    let most = 0;
    for (let b = 0; b < problem.batch; b++) {
      let sum = 0;
      for (let n = 0; n < problem.rowLengths[b]; n++) {
        sum += this.ofRow(b, n);
        if (n >= height) sum -= this.ofRow(b, n - height);
        most = Math.max(most, sum);
      }
    }
    return most;
  }

  private ofRow(b: number, n: number): number {
    const { problem, layout } = this;
    const row = b * problem.rows + n;
    const next = Math.min(row + 1, b * problem.rows + problem.rowLengths[b] - 1);
    const first = Math.min(layout.first[row], layout.first[next]);
    const last = Math.max(layout.last[row], layout.last[next]);
    return this.bytes(Math.max(0, last - first + 1));
  }

  /** With the two columns before that the next row reads. */
  private bytes(columns: number): number {
    return 16 * Math.ceil((columns + 2 + 2 * PAD) / 4);
  }
}
