// Rows of extended numbers: one row of mantissas, one of exponents.

import { ZERO } from "../extended";

/** Sets columns `from` … `to` and up to three more to zero. */
export function clearAfter(mantissas: usize, exponents: usize, from: i32, to: i32): void {
  const one = f32x4.splat(1);
  const zero = i32x4.splat(ZERO);
  const end = <usize>(to + 1) << 2;
  for (let c = <usize>from << 2; <isize>c < <isize>end; c += 16) {
    v128.store(mantissas + c, one);
    v128.store(exponents + c, zero);
  }
}

/** The same with up to three columns before the first. */
export function clearBefore(mantissas: usize, exponents: usize, from: i32, to: i32): void {
  const one = f32x4.splat(1);
  const zero = i32x4.splat(ZERO);
  for (let m = to - 3; m > from - 4; m -= 4) {
    v128.store(mantissas + (<usize>m << 2), one);
    v128.store(exponents + (<usize>m << 2), zero);
  }
}
