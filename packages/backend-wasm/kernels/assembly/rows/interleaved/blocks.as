// How an interleaved lattice stands in memory. Its even columns, the blanks, all have one class, its odd ones are labels; steps go to
// the same column, the next, or over a blank to the next label. Four blanks and four labels, columns 8v to 8v + 7, are block v.

/** Bytes of a block in a row of prefixes or suffixes: mantissas and exponents of four blanks, then of four labels. */
export const BLOCK_BYTES: usize = 64;

/** Block of a column. */
// @ts-ignore: decorator
@inline
export function blockOf(m: i32): i32 {
  return m >> 3;
}

/** Where the mantissa of column m stands in a row; its exponent stands 16 bytes further. */
// @ts-ignore: decorator
@inline
export function cell(row: usize, m: i32): usize {
  return row + ((<usize>m >> 3) << 6) + ((<usize>m & 1) << 5) + (((<usize>m >> 1) & 3) << 2);
}

/** Writes zeros: vectors of mantissas 1 before vectors of exponents. */
export function clearNumbers(at: usize, bytes: usize): void {
  const one = f32x4.splat(1);
  const zero = i32x4.splat(-0x20000000);
  for (let i: usize = 0; i < bytes; i += 32) {
    v128.store(at + i, one);
    v128.store(at + i, zero, 16);
  }
}
