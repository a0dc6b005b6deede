/** Vectors of four rows in a strip: enough independent ones to keep the processor's units busy. */
export const VECTORS = 4;
/** Rows of a strip. */
export const STRIP_ROWS: number = 4 * VECTORS;
/** Bytes of one step of a strip: a mantissa and an exponent for every row. */
export const STEP_BYTES: number = 8 * STRIP_ROWS;
/** Bytes of the kernels' state: up to four extended numbers for every vector. */
export const STATE_BYTES: number = 128 * VECTORS;
/** Columns before column 0 in carries, which the skewed lanes reach. */
export const CARRY_PAD: number = STRIP_ROWS + 4;
/** Numbers that belong to a step and a column: scale, mask, weight, and the two parts of 1/scale. */
export const COEFFICIENTS_OF_STEP = 5;
/** What is known of a strip: first step, step behind the last, addresses of prefixes, multipliers and factors, whether these are kept. */
export const STRIP_ENTRY_NUMBERS = 6;
/** Bytes of the numbers that belong to an item's temperature: nine vectors. */
export const EXPONENTIAL_BYTES = 144;
