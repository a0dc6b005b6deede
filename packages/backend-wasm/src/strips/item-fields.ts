/**
 * What the strips' kernels know of an item, as fields of a structure in their memory: 64-bit floats first, then 32-bit integers.
 * Addresses are bytes. The kernels' class is printed from this list, so that both sides agree.
 */
export const floatFields = [
  // Given.
  'temperature',
  'upstream',
  'largestWeight',
  'largestPenalty',
  // Found.
  'largestCost',
  'logarithm',
] as const;

export const wholeFields = [
  // Where the work stands; the host sets all three to 0.
  'phase',
  'strip',
  'status',
  // The lattice: rows, columns, strips of rows.
  'rows',
  'columns',
  'strips',
  // Whether steps have factors of their own, a backward pass follows, prefixes are kept whole.
  'separate',
  'backward',
  'checkpointed',
  // Costs: 0 rows of numbers, 1 numbers by class, 2 sums of squares, 3 sums of products.
  'source',
  'cost',
  'stride',
  'ranges',
  'classes',
  'index',
  // Features: x [rows, dimension]; y [dimension, featureStride] with columns as neighbours; a number added to each row's costs.
  'dimension',
  'x',
  'y',
  'featureStride',
  'rowTerms',
  // Where results go, 0 where nobody asks.
  'gradient',
  'alignment',
  'classGradient',
  'xGradient',
  'yGradient',
  'rowTermGradient',
  // Boundary candidates, sorted by row: their number; rows, columns (int32); multipliers, penalties, found numbers (float64).
  'starts',
  'startRows',
  'startColumns',
  'startMultipliers',
  'startPenalties',
  'ends',
  'endRows',
  'endColumns',
  'endMultipliers',
  'endPenalties',
  'endLogarithms',
  // Of every strip: first step, step behind the last, address of its prefixes, of its multipliers.
  'table',
  // Scratch.
  'costRows',
  'rowBytes',
  'alignmentRows',
  'gradientRows',
  'carry',
  'backCarry',
  'secondCarry',
  'carryBytes',
  'savedCarries',
  'inject',
  'state',
  'exponential',
  'coefficients',
  'coefficientBytes',
  'origin',
] as const;

export type ItemField = (typeof floatFields)[number] | (typeof wholeFields)[number];

/** Bytes of the structure. */
export const itemBytes: number = 8 * floatFields.length + 4 * wholeFields.length;
