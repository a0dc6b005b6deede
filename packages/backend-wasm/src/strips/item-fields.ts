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
  // Whether steps have factors of their own, a backward pass follows, factors may be kept for it, prefixes are kept whole.
  'separate',
  'backward',
  'keeps',
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
  // Of every strip what geometry.ts lists.
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
  // Of rows that depend on the row before alone: how their steps differ, how many there are, the row at work, whether a cell was forbidden.
  'form',
  'steps',
  'row',
  'guarded',
  // Weights of the steps by column (float64, Infinity forbids); classes in use, factors by class, what exponentials know of the temperature.
  'weights',
  'used',
  'classFactors',
  'scale',
  // Of every row its columns and the place of its prefixes; bytes from mantissas to exponents; rows kept at once, rows before each block.
  'spans',
  'prefixes',
  'exponentBytes',
  'height',
  'saved',
  'savedBytes',
  // Scratch rows of factors and suffixes.
  'factors',
  'factorBytes',
  'suffixes',
  'suffixBytes',
  // Of interleaved lattices: blocks of four blanks and four labels, the class of the blanks, of each block the labels' classes and masks;
  // the greatest column of a start candidate, the least of an end candidate; sums of E by class.
  'blocks',
  'blank',
  'labels',
  'lastStart',
  'firstEnd',
  'sums',
] as const;

/** Bytes of the structure. */
export const itemBytes: number = 8 * floatFields.length + 4 * wholeFields.length;
