/**
 * What the interleaved lattice's kernels know of an item, as fields of a structure in their memory: 64-bit floats first, then 32-bit
 * integers. Addresses are bytes. The kernels' class is printed from this list, so that both sides agree.
 */
export const interleavedFloats = [
  // Given.
  'temperature',
  'upstream',
  'largestMultiplier',
  'largestPenalty',
  // Found.
  'largestCost',
  'logarithm',
] as const;

export const interleavedIntegers = [
  // Where the work stands; the host sets phase and status to 0.
  'phase',
  'status',
  'row',
  // Whether a class was forbidden so far.
  'guarded',
  // The lattice: rows, blocks of four blanks and four labels.
  'rows',
  'blocks',
  // Whether a backward pass follows.
  'backward',
  // The greatest column of a start candidate, the least of an end candidate.
  'lastStart',
  'firstEnd',
  // Costs by class, [rows, classes], those that columns use marked by a mask; the blank's class.
  'classes',
  'costs',
  'used',
  'blank',
  // Factors by class: of one row, or `factorBytes` apart of every row.
  'factors',
  'factorBytes',
  // Of each block: classes of its labels, masks of the steps that skip a blank.
  'labels',
  // Prefixes: the row before the first kept one, bytes from row to row, rows kept at once, the rows before each block.
  'prefixes',
  'rowBytes',
  'height',
  'saved',
  // Scratch of the backward pass: suffixes of a row, alignments of four rows, their sums by class.
  'suffixes',
  'alignments',
  'sums',
  // Where the gradient by class goes.
  'gradient',
  // Boundary candidates: their number; columns (int32); multipliers, penalties, found numbers (float64).
  'starts',
  'startColumns',
  'startMultipliers',
  'startPenalties',
  'ends',
  'endColumns',
  'endMultipliers',
  'endPenalties',
  'endLogarithms',
] as const;

export const interleavedBytes: number = 8 * interleavedFloats.length + 4 * interleavedIntegers.length;
