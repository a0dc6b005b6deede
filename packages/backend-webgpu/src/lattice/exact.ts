/** The integer of an accumulated cost that no path has. */
export const NOWHERE = 0x7f000000;

/**
 * Accumulated costs in WGSL: `unit · (whole + fraction)` with an integer and a float32 within ±½. The unit is a power of two near γ, so
 * that a cost over it is exact, and a difference of two accumulated costs has an error of 2^-25 units however large they are: a float32
 * alone would lose γ against a path's cost. Nothing here depends on the order of float operations.
 */
export const exactText: string = `
struct Exact { whole: i32, fraction: f32 }
const NOWHERE: i32 = ${NOWHERE};
const LARGEST_WHOLE: i32 = 0x20000000;
fn nowhere() -> Exact { return Exact(NOWHERE, 0.0); }
fn is_nowhere(value: Exact) -> bool { return value.whole == NOWHERE; }
fn split(value: f32) -> Exact {
  let whole = round(value);
  return Exact(i32(whole), value - whole);
}
fn plus(left: Exact, right: Exact) -> Exact { return Exact(left.whole + right.whole, left.fraction + right.fraction); }
// left - right in units; exact where it is small.
fn difference(left: Exact, right: Exact) -> f32 { return f32(left.whole - right.whole) + (left.fraction - right.fraction); }
fn settled(value: Exact) -> Exact {
  let carry = round(value.fraction);
  return Exact(value.whole + i32(carry), value.fraction - carry);
}
// Beyond, a step that was dropped may not be far above.
const WIDE_WHOLE: i32 = 0x4000000;
fn is_wide(value: Exact) -> bool { return value.whole > WIDE_WHOLE || value.whole < -WIDE_WHOLE; }
fn out_of_range(value: Exact) -> bool { return value.whole > LARGEST_WHOLE || value.whole < -LARGEST_WHOLE; }
fn pack(value: Exact) -> vec2<i32> { return vec2<i32>(value.whole, bitcast<i32>(value.fraction)); }
fn unpack(words: vec2<i32>) -> Exact { return Exact(words.x, bitcast<f32>(words.y)); }
`;
