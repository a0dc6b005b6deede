// The backward recursion along one row: Q(n,m) = Σ_j R_j(n+1,m+j), E = P·Q, and R_j(n,m) = K_j(n,m)·Q(n,m) in its place.

import { CONSTANTS } from "../constants";
import { lower } from "../extended";
import { GUARDED, MASKED, PLAIN, SEPARATE } from "./forward";
import { COEFFICIENTS, MASK } from "./row-factors";

/**
 * Columns `first` to `last`, from the first on, since successors stand at the same column or after it. Places as in the forward
 * recursion; R has a row of mantissas and one of exponents, `suffixBytes` apart, of separate steps each step has its own.
 */
// @ts-ignore: decorator
@inline
function retreatColumns(
  form: i32, three: bool, normalised: bool, suffixes: usize, suffixBytes: usize, prefixes: usize, exponents: usize,
  factors: usize, factorBytes: usize, coefficients: usize, coefficientBytes: usize, first: i32, last: i32, alignment: usize, gradient: usize,
): void {
  const lowest = v128.load(CONSTANTS, 32);
  const fraction = v128.load(CONSTANTS, 48);
  const one = v128.load(CONSTANTS, 64);
  const zero = v128.load(CONSTANTS, 80);
  const nothing = i32x4.splat(0);
  const end = <usize>(last + 1) << 2;
  const ofStep = form == SEPARATE ? 2 * suffixBytes : <usize>0;
  for (let c = <usize>first << 2; c < end; c += 16) {
    const at = suffixes + c;
    const mantissa0 = v128.load(at);
    const mantissa1 = v128.load(at + ofStep, 4);
    let exponent0 = v128.load(at + suffixBytes);
    let exponent1 = v128.load(at + ofStep + suffixBytes, 4);
    let mantissa2 = mantissa1;
    let exponent2 = exponent1;
    if (three) {
      mantissa2 = v128.load(at + 2 * ofStep, 8);
      exponent2 = v128.load(at + 2 * ofStep + suffixBytes, 8);
    }
    if (form == MASKED) {
      // A mask belongs to the cell that a step leads into.
      const mask = coefficients + MASK * coefficientBytes + c;
      const step = COEFFICIENTS * coefficientBytes;
      exponent0 = i32x4.add(exponent0, v128.load(mask));
      exponent1 = i32x4.add(exponent1, v128.load(mask + step, 4));
      if (three) exponent2 = i32x4.add(exponent2, v128.load(mask + 2 * step, 8));
    }
    let exponent = i32x4.max_s(exponent0, exponent1);
    if (three) exponent = i32x4.max_s(exponent, exponent2);
    let total = f32x4.add(
      lower(mantissa0, i32x4.sub(exponent0, exponent), lowest),
      lower(mantissa1, i32x4.sub(exponent1, exponent), lowest),
    );
    if (three) total = f32x4.add(total, lower(mantissa2, i32x4.sub(exponent2, exponent), lowest));

    // Exponents of Q are 127 too large on purpose: their sum with those of P is the exponent field of E, 0 where E vanishes.
    const prefix = prefixes + c;
    const field = i32x4.max_s(nothing, i32x4.add(exponent, v128.load(prefix + exponents)));
    const soft = f32x4.mul(f32x4.mul(total, v128.load(prefix)), i32x4.shl(field, 23));
    v128.store(alignment + c, soft);
    if (form == SEPARATE) v128.store(gradient + c, f32x4.mul(soft, v128.load(prefix + 2 * exponents)));

    storeProduct(form, normalised, total, exponent, factors + c, factorBytes, at, suffixBytes, fraction, one, zero);
    if (form == SEPARATE) {
      storeProduct(form, normalised, total, exponent, factors + 2 * factorBytes + c, factorBytes, at + ofStep, suffixBytes, fraction, one, zero);
      if (three) {
        storeProduct(form, normalised, total, exponent, factors + 4 * factorBytes + c, factorBytes, at + 2 * ofStep, suffixBytes, fraction, one, zero);
      }
    }
  }
}

/** R = K·Q */
// @ts-ignore: decorator
@inline
function storeProduct(
  form: i32, normalised: bool, q: v128, qExponent: v128, factor: usize, factorBytes: usize, to: usize, suffixBytes: usize,
  fraction: v128, one: v128, zero: v128,
): void {
  let r = f32x4.mul(q, v128.load(factor));
  let exponent = i32x4.add(qExponent, v128.load(factor + factorBytes));
  if (normalised) {
    exponent = i32x4.add(exponent, i32x4.shr_u(r, 23));
    r = v128.or(v128.and(r, fraction), one);
  }
  if (form != PLAIN) exponent = i32x4.max_s(zero, exponent);
  v128.store(to, r);
  v128.store(to + suffixBytes, exponent);
}

// @ts-ignore: decorator
@inline
function retreatForm(
  form: i32, three: bool, normalised: bool, suffixes: usize, suffixBytes: usize, prefixes: usize, exponents: usize,
  factors: usize, factorBytes: usize, coefficients: usize, coefficientBytes: usize, first: i32, last: i32, alignment: usize, gradient: usize,
): void {
  if (three) {
    retreatColumns(
      form, true, normalised, suffixes, suffixBytes, prefixes, exponents, factors, factorBytes, coefficients, coefficientBytes, first, last,
      alignment, gradient,
    );
  } else {
    retreatColumns(
      form, false, normalised, suffixes, suffixBytes, prefixes, exponents, factors, factorBytes, coefficients, coefficientBytes, first, last,
      alignment, gradient,
    );
  }
}

/** Columns `first` to `last` of a row: E, of separate steps H too, and R in place of that of the row below. */
export function backwardRow(
  form: i32, three: bool, normalised: bool, suffixes: usize, suffixBytes: usize, prefixes: usize, exponents: usize,
  factors: usize, factorBytes: usize, coefficients: usize, coefficientBytes: usize, first: i32, last: i32, alignment: usize, gradient: usize,
): void {
  switch (form) {
    case PLAIN:
      retreatForm(PLAIN, three, normalised, suffixes, suffixBytes, prefixes, exponents, factors, factorBytes, 0, 0, first, last, alignment, 0);
      break;
    case GUARDED:
      retreatForm(GUARDED, three, normalised, suffixes, suffixBytes, prefixes, exponents, factors, factorBytes, 0, 0, first, last, alignment, 0);
      break;
    case MASKED:
      retreatForm(
        MASKED, three, normalised, suffixes, suffixBytes, prefixes, exponents, factors, factorBytes, coefficients, coefficientBytes, first, last,
        alignment, 0,
      );
      break;
    default:
      retreatForm(
        SEPARATE, three, normalised, suffixes, suffixBytes, prefixes, exponents, factors, factorBytes, coefficients, coefficientBytes, first, last,
        alignment, gradient,
      );
  }
}
