// The forward recursion along one row, whose cells depend on the row before alone: P(n,m) = Σ_j K_j(n,m)·P(n-1,m-j).

import { CONSTANTS } from "../constants";
import { lower } from "../extended";
import { COEFFICIENTS, MASK, WEIGHT } from "./row-factors";

/** How a row's steps differ: not at all; not at all, but cells are forbidden; where they are forbidden; in their weights. */
export const PLAIN: i32 = 0;
export const GUARDED: i32 = 1;
export const MASKED: i32 = 2;
export const SEPARATE: i32 = 3;
/** An interleaved lattice, which has kernels of its own. */
export const INTERLEAVED: i32 = 4;

/**
 * Columns `first` to `last`. Rows of numbers are given by the place of their column 0; their exponents stand `exponents` bytes further,
 * and G, which only separate steps have, as many bytes after them. Factors of separate steps follow each other, mantissas before exponents,
 * `factorBytes` apart.
 */
// @ts-ignore: decorator
@inline
function advanceColumns(
  form: i32, three: bool, normalised: bool, from: usize, to: usize, exponents: usize, factors: usize, factorBytes: usize,
  coefficients: usize, coefficientBytes: usize, first: i32, last: i32,
): void {
  const lowest = v128.load(CONSTANTS, 32);
  const fraction = v128.load(CONSTANTS, 48);
  const one = v128.load(CONSTANTS, 64);
  const zero = v128.load(CONSTANTS, 80);
  const end = <usize>(last + 1) << 2;
  for (let c = <usize>first << 2; c < end; c += 16) {
    // Column m - 2 comes first, so that offsets are not negative.
    const at = from + c - 8;
    let mantissa0 = v128.load(at, 8);
    let mantissa1 = v128.load(at, 4);
    let mantissa2 = mantissa1;
    let exponent0 = v128.load(at + exponents, 8);
    let exponent1 = v128.load(at + exponents, 4);
    let exponent2 = exponent1;
    if (three) {
      mantissa2 = v128.load(at);
      exponent2 = v128.load(at + exponents);
    }
    if (form == MASKED) {
      const mask = coefficients + MASK * coefficientBytes + c;
      const step = COEFFICIENTS * coefficientBytes;
      exponent0 = i32x4.add(exponent0, v128.load(mask));
      exponent1 = i32x4.add(exponent1, v128.load(mask + step));
      if (three) exponent2 = i32x4.add(exponent2, v128.load(mask + 2 * step));
    } else if (form == SEPARATE) {
      const factor = factors + c;
      mantissa0 = f32x4.mul(mantissa0, v128.load(factor));
      exponent0 = i32x4.add(exponent0, v128.load(factor + factorBytes));
      mantissa1 = f32x4.mul(mantissa1, v128.load(factor + 2 * factorBytes));
      exponent1 = i32x4.add(exponent1, v128.load(factor + 3 * factorBytes));
      if (three) {
        mantissa2 = f32x4.mul(mantissa2, v128.load(factor + 4 * factorBytes));
        exponent2 = i32x4.add(exponent2, v128.load(factor + 5 * factorBytes));
      }
    }
    let exponent = i32x4.max_s(exponent0, exponent1);
    if (three) exponent = i32x4.max_s(exponent, exponent2);
    const term0 = lower(mantissa0, i32x4.sub(exponent0, exponent), lowest);
    const term1 = lower(mantissa1, i32x4.sub(exponent1, exponent), lowest);
    const term2 = three ? lower(mantissa2, i32x4.sub(exponent2, exponent), lowest) : term1;
    let total = f32x4.add(term0, term1);
    if (three) total = f32x4.add(total, term2);
    if (form == SEPARATE) {
      const weight = coefficients + WEIGHT * coefficientBytes + c;
      const step = COEFFICIENTS * coefficientBytes;
      let weighted = f32x4.add(f32x4.mul(term0, v128.load(weight)), f32x4.mul(term1, v128.load(weight + step)));
      if (three) weighted = f32x4.add(weighted, f32x4.mul(term2, v128.load(weight + 2 * step)));
      v128.store(to + 2 * exponents + c, f32x4.div(weighted, total));
    } else {
      total = f32x4.mul(total, v128.load(factors + c));
      exponent = i32x4.add(exponent, v128.load(factors + factorBytes + c));
    }
    if (normalised) {
      exponent = i32x4.add(exponent, i32x4.shr_u(total, 23));
      total = v128.or(v128.and(total, fraction), one);
    }
    if (form != PLAIN) exponent = i32x4.max_s(zero, exponent);
    v128.store(to + c, total);
    v128.store(to + exponents + c, exponent);
  }
}

/** Chooses among the printed forms. */
// @ts-ignore: decorator
@inline
function advanceForm(
  form: i32, three: bool, normalised: bool, from: usize, to: usize, exponents: usize, factors: usize, factorBytes: usize,
  coefficients: usize, coefficientBytes: usize, first: i32, last: i32,
): void {
  if (three) advanceColumns(form, true, normalised, from, to, exponents, factors, factorBytes, coefficients, coefficientBytes, first, last);
  else advanceColumns(form, false, normalised, from, to, exponents, factors, factorBytes, coefficients, coefficientBytes, first, last);
}

/** Columns `first` to `last` of the row at `to` from the row at `from`, of two steps or three. */
export function forwardRow(
  form: i32, three: bool, normalised: bool, from: usize, to: usize, exponents: usize, factors: usize, factorBytes: usize,
  coefficients: usize, coefficientBytes: usize, first: i32, last: i32,
): void {
  switch (form) {
    case PLAIN:
      advanceForm(PLAIN, three, normalised, from, to, exponents, factors, factorBytes, 0, 0, first, last);
      break;
    case GUARDED:
      advanceForm(GUARDED, three, normalised, from, to, exponents, factors, factorBytes, 0, 0, first, last);
      break;
    case MASKED:
      advanceForm(MASKED, three, normalised, from, to, exponents, factors, factorBytes, coefficients, coefficientBytes, first, last);
      break;
    default:
      advanceForm(SEPARATE, three, normalised, from, to, exponents, factors, factorBytes, coefficients, coefficientBytes, first, last);
  }
}
