// The backward recursion along one row: Q of a cell from R = K·Q of its successors, E = P·Q, and R of the cell in its place.

import { CONSTANTS } from "../../constants";
import { lower } from "../../extended";

/** Blocks are gone through from the first to the last, since successors stand at the same column or after it. */
// @ts-ignore: decorator
@inline
function retreatBlocks(
  normalised: bool, guarded: bool, suffixes: usize, prefixes: usize, labels: usize, factors: usize, blank: usize, first: i32, last: i32,
  alignments: usize,
): v128 {
  const lowest = v128.load(CONSTANTS, 32);
  const fraction = v128.load(CONSTANTS, 48);
  const one = v128.load(CONSTANTS, 64);
  const zero = v128.load(CONSTANTS, 80);
  const nothing = i32x4.splat(0);
  const blankK = v128.load32_splat(factors + blank);
  const blankKE = v128.load32_splat(factors + blank, 4);
  let blanks = f32x4.splat(0);
  let at = suffixes + (<usize>first << 6);
  let prefix = prefixes + (<usize>first << 6);
  let label = labels + (<usize>first << 6);
  let alignment = alignments + (<usize>first << 6);
  const stop = suffixes + (<usize>last << 6);
  let sumE = i32x4.max_s(v128.load(at, 16), v128.load(at, 48));
  let sum = f32x4.add(
    lower(v128.load(at), i32x4.sub(v128.load(at, 16), sumE), lowest),
    lower(v128.load(at, 32), i32x4.sub(v128.load(at, 48), sumE), lowest),
  );
  for (; at <= stop; at += 64, prefix += 64, label += 64, alignment += 64) {
    const labelM = v128.load(at, 32);
    const labelE = v128.load(at, 48);
    const nextBlankM = v128.load(at, 64);
    const nextBlankE = v128.load(at, 80);
    const nextLabelM = v128.load(at, 96);
    const nextLabelE = v128.load(at, 112);
    const nextE = i32x4.max_s(nextBlankE, nextLabelE);
    const next = f32x4.add(
      lower(nextBlankM, i32x4.sub(nextBlankE, nextE), lowest),
      lower(nextLabelM, i32x4.sub(nextLabelE, nextE), lowest),
    );

    let totalE: v128;
    let total: v128;
    if ((load<u64>(label, 32) | load<u64>(label, 40)) == 0) {
      const rightM = v128.shuffle<i32>(sum, next, 1, 2, 3, 4);
      const rightE = v128.shuffle<i32>(sumE, nextE, 1, 2, 3, 4);
      totalE = i32x4.max_s(labelE, rightE);
      total = f32x4.add(lower(labelM, i32x4.sub(labelE, totalE), lowest), lower(rightM, i32x4.sub(rightE, totalE), lowest));
    } else {
      const rightM = v128.shuffle<i32>(v128.load(at), nextBlankM, 1, 2, 3, 4);
      const rightE = v128.shuffle<i32>(v128.load(at, 16), nextBlankE, 1, 2, 3, 4);
      const skipM = v128.shuffle<i32>(labelM, nextLabelM, 1, 2, 3, 4);
      const skipE = i32x4.add(v128.shuffle<i32>(labelE, nextLabelE, 1, 2, 3, 4), v128.load(label, 32));
      totalE = i32x4.max_s(i32x4.max_s(labelE, rightE), skipE);
      total = f32x4.add(
        f32x4.add(lower(labelM, i32x4.sub(labelE, totalE), lowest), lower(rightM, i32x4.sub(rightE, totalE), lowest)),
        lower(skipM, i32x4.sub(skipE, totalE), lowest),
      );
    }
    // Exponents of Q are 127 too large on purpose: their sum with those of P is the exponent field of E, 0 where E vanishes.
    const blankField = i32x4.max_s(nothing, i32x4.add(sumE, v128.load(prefix, 16)));
    blanks = f32x4.add(blanks, f32x4.mul(f32x4.mul(sum, v128.load(prefix)), i32x4.shl(blankField, 23)));
    const labelField = i32x4.max_s(nothing, i32x4.add(totalE, v128.load(prefix, 48)));
    v128.store(alignment, f32x4.mul(f32x4.mul(total, v128.load(prefix, 32)), i32x4.shl(labelField, 23)));

    const a = v128.load64_lane(factors + load<u32>(label, 4), v128.load64_zero(factors + load<u32>(label)), 1);
    const b = v128.load64_lane(factors + load<u32>(label, 12), v128.load64_zero(factors + load<u32>(label, 8)), 1);
    const k = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    const kE = v128.shuffle<i32>(a, b, 1, 3, 5, 7);
    let blankR = f32x4.mul(sum, blankK);
    let blankRE = i32x4.add(sumE, blankKE);
    let labelR = f32x4.mul(total, k);
    let labelRE = i32x4.add(totalE, kE);
    if (normalised) {
      blankRE = i32x4.add(blankRE, i32x4.shr_u(blankR, 23));
      blankR = v128.or(v128.and(blankR, fraction), one);
      labelRE = i32x4.add(labelRE, i32x4.shr_u(labelR, 23));
      labelR = v128.or(v128.and(labelR, fraction), one);
    }
    if (guarded) {
      blankRE = i32x4.max_s(zero, blankRE);
      labelRE = i32x4.max_s(zero, labelRE);
    }
    v128.store(at, blankR);
    v128.store(at, blankRE, 16);
    v128.store(at, labelR, 32);
    v128.store(at, labelRE, 48);
    sum = next;
    sumE = nextE;
  }
  return blanks;
}

/** Blocks `first` to `last` of a row. Writes E of labels to `alignments`, 64 bytes a block; returns that of blanks, summed up lane by lane. */
export function backwardRow(
  normalised: bool, guarded: bool, suffixes: usize, prefixes: usize, labels: usize, factors: usize, blank: usize, first: i32, last: i32,
  alignments: usize,
): v128 {
  if (guarded) {
    if (normalised) return retreatBlocks(true, true, suffixes, prefixes, labels, factors, blank, first, last, alignments);
    return retreatBlocks(false, true, suffixes, prefixes, labels, factors, blank, first, last, alignments);
  }
  if (normalised) return retreatBlocks(true, false, suffixes, prefixes, labels, factors, blank, first, last, alignments);
  return retreatBlocks(false, false, suffixes, prefixes, labels, factors, blank, first, last, alignments);
}
