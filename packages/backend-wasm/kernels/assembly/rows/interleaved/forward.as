// The forward recursion along one row: blank i from itself and label i - 1, label i from itself, blank i, and, where it may skip
// that blank, label i - 1.

import { CONSTANTS } from "../../constants";
import { lower } from "../../extended";

/** Blocks are gone through from the last to the first, so that a row may take the place of the one before. */
// @ts-ignore: decorator
@inline
function advanceBlocks(
  normalised: bool, guarded: bool, from: usize, to: usize, labels: usize, factors: usize, blank: usize, first: i32, last: i32,
): void {
  const lowest = v128.load(CONSTANTS, 32);
  const fraction = v128.load(CONSTANTS, 48);
  const one = v128.load(CONSTANTS, 64);
  const zero = v128.load(CONSTANTS, 80);
  const blankK = v128.load32_splat(factors + blank);
  const blankKE = v128.load32_splat(factors + blank, 4);
  // All three stand one block before the current one.
  let at = from + (<usize>last << 6) - 64;
  let target = to + (<usize>last << 6);
  let label = labels + (<usize>last << 6);
  const stop = from + (<usize>first << 6);
  for (; at + 64 >= stop; at -= 64, target -= 64, label -= 64) {
    const blankM = v128.load(at, 64);
    const blankE = v128.load(at, 80);
    const earlierM = v128.load(at, 32);
    const earlierE = v128.load(at, 48);
    const labelM = v128.load(at, 96);
    const labelE = v128.load(at, 112);
    const leftM = v128.shuffle<i32>(earlierM, labelM, 3, 4, 5, 6);
    const leftE = v128.shuffle<i32>(earlierE, labelE, 3, 4, 5, 6);
    const sumE = i32x4.max_s(blankE, leftE);
    const sum = f32x4.add(lower(blankM, i32x4.sub(blankE, sumE), lowest), lower(leftM, i32x4.sub(leftE, sumE), lowest));

    let totalE: v128;
    let total: v128;
    if ((load<u64>(label, 16) | load<u64>(label, 24)) == 0) {
      // No label is the same as the one before: what reaches the blank reaches the label too.
      totalE = i32x4.max_s(sumE, labelE);
      total = f32x4.add(lower(sum, i32x4.sub(sumE, totalE), lowest), lower(labelM, i32x4.sub(labelE, totalE), lowest));
    } else {
      const skipE = i32x4.add(leftE, v128.load(label, 16));
      totalE = i32x4.max_s(i32x4.max_s(blankE, labelE), skipE);
      total = f32x4.add(
        f32x4.add(lower(blankM, i32x4.sub(blankE, totalE), lowest), lower(labelM, i32x4.sub(labelE, totalE), lowest)),
        lower(leftM, i32x4.sub(skipE, totalE), lowest),
      );
    }
    const a = v128.load64_lane(factors + load<u32>(label, 4), v128.load64_zero(factors + load<u32>(label)), 1);
    const b = v128.load64_lane(factors + load<u32>(label, 12), v128.load64_zero(factors + load<u32>(label, 8)), 1);
    const k = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    const kE = v128.shuffle<i32>(a, b, 1, 3, 5, 7);
    let blankP = f32x4.mul(sum, blankK);
    let blankPE = i32x4.add(sumE, blankKE);
    let labelP = f32x4.mul(total, k);
    let labelPE = i32x4.add(totalE, kE);
    if (normalised) {
      blankPE = i32x4.add(blankPE, i32x4.shr_u(blankP, 23));
      blankP = v128.or(v128.and(blankP, fraction), one);
      labelPE = i32x4.add(labelPE, i32x4.shr_u(labelP, 23));
      labelP = v128.or(v128.and(labelP, fraction), one);
    }
    if (guarded) {
      blankPE = i32x4.max_s(zero, blankPE);
      labelPE = i32x4.max_s(zero, labelPE);
    }
    v128.store(target, blankP);
    v128.store(target, blankPE, 16);
    v128.store(target, labelP, 32);
    v128.store(target, labelPE, 48);
  }
}

/**
 * Blocks `first` to `last` of a row at `to` from the row at `from`. `guarded` is asked for where a class is forbidden in the row:
 * exponents are held at that of zero.
 */
export function forwardRow(
  normalised: bool, guarded: bool, from: usize, to: usize, labels: usize, factors: usize, blank: usize, first: i32, last: i32,
): void {
  if (guarded) {
    if (normalised) advanceBlocks(true, true, from, to, labels, factors, blank, first, last);
    else advanceBlocks(false, true, from, to, labels, factors, blank, first, last);
  } else {
    if (normalised) advanceBlocks(true, false, from, to, labels, factors, blank, first, last);
    else advanceBlocks(false, false, from, to, labels, factors, blank, first, last);
  }
}
