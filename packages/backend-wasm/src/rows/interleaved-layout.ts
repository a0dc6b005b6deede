import type { AlignmentProblem } from '@rubato/core';
import type { CandidateRegion, Regions } from '../items/regions.ts';
import { candidateSizes, mostOf, placeRegions } from '../items/regions.ts';
import { itemBytes } from '../strips/item-fields.ts';

/** Bytes of a block, four blanks and four labels, in a row of prefixes. */
export const BLOCK_BYTES = 64;
/** Bytes of a temperature's scale in three vectors. */
const SCALE_BYTES = 48;
/** Columns of a block. */
const BLOCK_COLUMNS = 8;

/** The arrays of an item. */
type Region =
  | CandidateRegion
  | 'item'
  | 'used'
  | 'labels'
  | 'cost'
  | 'classGradient'
  | 'suffixes'
  | 'alignmentRows'
  | 'sums'
  | 'scale'
  | 'classFactors'
  | 'saved'
  | 'prefixes';

/** Where everything of an item stands, in bytes from the item's address. */
export interface InterleavedLayout {
  readonly bytes: number;
  /** Rows whose prefixes are kept at once. */
  readonly height: number;
  /** Bytes between prefixes of neighbouring rows; 0 where every row takes the place of the one before. */
  readonly rowBytes: number;
  /** Bytes between factors of neighbouring rows; 0 where they are made anew. */
  readonly factorBytes: number;
  readonly at: Regions<Region>['at'];
}

/** Blocks of an item of so many columns. */
export function blocksOf(columns: number): number {
  return Math.ceil(columns / BLOCK_COLUMNS);
}

/** Places an item of the problem's greatest lengths; `classes` are those that the kernels see. */
export function interleavedLayout(problem: AlignmentProblem, classes: number, backward: boolean, checkpointed: boolean): InterleavedLayout {
  const { rowLengths, columnLengths } = problem;
  const rows = mostOf(rowLengths);
  // Beside its blocks a row has one of zeros.
  const padded = (blocksOf(mostOf(columnLengths)) + 1) * BLOCK_BYTES;
  const height = backward && checkpointed ? Math.ceil(Math.sqrt(rows)) : rows;
  const paddedClasses = 4 * Math.ceil(classes / 4);
  const keepsFactors = backward && !checkpointed;
  const sizes: Record<Region, number> = {
    item: itemBytes,
    used: 4 * paddedClasses,
    labels: padded,
    // Vectors of a row's last classes reach into the next row.
    cost: 4 * rows * classes + 16,
    classGradient: backward ? 4 * rows * classes : 0,
    ...candidateSizes(problem),
    suffixes: backward ? padded : 0,
    alignmentRows: backward ? padded : 0,
    sums: backward ? 16 * paddedClasses : 0,
    scale: SCALE_BYTES,
    classFactors: 8 * paddedClasses * (keepsFactors ? rows : 1),
    saved: backward && checkpointed ? padded * Math.ceil(rows / height) : 0,
    // A row more than are kept, and a block of zeros before the first.
    prefixes: BLOCK_BYTES + padded * (backward ? height + 1 : 1),
  };
  return { ...placeRegions(sizes), height, rowBytes: backward ? padded : 0, factorBytes: keepsFactors ? 8 * paddedClasses : 0 };
}
