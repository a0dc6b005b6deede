// Hardmin over the steps (1,0), (0,1), (1,1) for a strip of eight rows at once, skewed: at position j, row r stands at column j - r, so
// that no cell of a position waits for another. Four vectors of two rows each.

@unmanaged
export class Strip {
  /** The cost of row 0 at the first position; row 1 stands `rowBytes` further, …. Infinity outside of the lattice. */
  costs: usize;
  rowBytes: usize;
  /** Bytes from the costs of the vertical step to those of the horizontal, and from there to the diagonal's, where each has its own. */
  stepBytes: usize;
  /** D of the row above at the first position; so many cells exist from there on, and none after them. */
  above: usize;
  aboveCount: i32;
  /** Where the last row's D goes, for the first position; it has cells at the positions outFrom … outTo - 1. */
  out: usize;
  outFrom: i32;
  outTo: i32;
  /** A word for each position: bit r of the low byte tells where the first step in the given order wins in row r; of the high, the second. */
  codes: usize;
  /** What is kept from call to call: D at the position before, and of the row above it. */
  state: usize;
  /** The places of the vertical, the horizontal and the diagonal step in the given order. */
  vertical: i32;
  horizontal: i32;
  diagonal: i32;
}

/** Costs of rows 2v and 2v + 1. */
// @ts-ignore: decorator
@inline
function costs(at: usize, rowBytes: usize, v: usize): v128 {
  const row = at + 2 * v * rowBytes;
  return v128.load64_lane(row + rowBytes, v128.load64_zero(row), 1);
}

/** The least of three candidates. */
// @ts-ignore: decorator
@inline
function least(vertical: v128, horizontal: v128, diagonal: v128): v128 {
  return f64x2.pmin(f64x2.pmin(diagonal, horizontal), vertical);
}

/** Eight masks as 16-bit lanes, from four vectors of two. */
// @ts-ignore: decorator
@inline
function pack(a: v128, b: v128, c: v128, d: v128): v128 {
  return i16x8.narrow_i32x4_s(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(c, d, 0, 2, 4, 6));
}

/** Eight bits, all set where a step has the wanted place. */
// @ts-ignore: decorator
@inline
function bits(place: i32, wanted: i32): i32 {
  return place == wanted ? 0xff : 0;
}

// @ts-ignore: decorator
@inline
function advance(strip: Strip, count: i32, separate: bool): void {
  const rowBytes = strip.rowBytes;
  const stepBytes = strip.stepBytes;
  const state = strip.state;
  const aboveCount = strip.aboveCount;
  const outFrom = strip.outFrom;
  const outCount = strip.outTo - outFrom;
  const firstV = bits(strip.vertical, 0);
  const firstH = bits(strip.horizontal, 0);
  const firstD = bits(strip.diagonal, 0);
  const secondV = bits(strip.vertical, 1);
  const secondH = bits(strip.horizontal, 1);
  const secondD = bits(strip.diagonal, 1);
  let left0 = v128.load(state);
  let left1 = v128.load(state, 16);
  let left2 = v128.load(state, 32);
  let left3 = v128.load(state, 48);
  let corner0 = v128.load(state, 64);
  let corner1 = v128.load(state, 80);
  let corner2 = v128.load(state, 96);
  let corner3 = v128.load(state, 112);
  let at = strip.costs;
  let above = strip.above;
  let out = strip.out;
  let codes = strip.codes;
  for (let j = 0; j < count; j++) {
    const up0 = v128.shuffle<i64>(f64x2.splat(j < aboveCount ? load<f64>(above) : Infinity), left0, 0, 2);
    const up1 = v128.shuffle<i64>(left0, left1, 1, 2);
    const up2 = v128.shuffle<i64>(left1, left2, 1, 2);
    const up3 = v128.shuffle<i64>(left2, left3, 1, 2);
    const next = at + stepBytes;
    const last = next + stepBytes;
    const costs0 = costs(at, rowBytes, 0);
    const costs1 = costs(at, rowBytes, 1);
    const costs2 = costs(at, rowBytes, 2);
    const costs3 = costs(at, rowBytes, 3);
    const vertical0 = f64x2.add(up0, costs0);
    const vertical1 = f64x2.add(up1, costs1);
    const vertical2 = f64x2.add(up2, costs2);
    const vertical3 = f64x2.add(up3, costs3);
    const horizontal0 = f64x2.add(left0, separate ? costs(next, rowBytes, 0) : costs0);
    const horizontal1 = f64x2.add(left1, separate ? costs(next, rowBytes, 1) : costs1);
    const horizontal2 = f64x2.add(left2, separate ? costs(next, rowBytes, 2) : costs2);
    const horizontal3 = f64x2.add(left3, separate ? costs(next, rowBytes, 3) : costs3);
    const diagonal0 = f64x2.add(corner0, separate ? costs(last, rowBytes, 0) : costs0);
    const diagonal1 = f64x2.add(corner1, separate ? costs(last, rowBytes, 1) : costs1);
    const diagonal2 = f64x2.add(corner2, separate ? costs(last, rowBytes, 2) : costs2);
    const diagonal3 = f64x2.add(corner3, separate ? costs(last, rowBytes, 3) : costs3);
    left0 = least(vertical0, horizontal0, diagonal0);
    left1 = least(vertical1, horizontal1, diagonal1);
    left2 = least(vertical2, horizontal2, diagonal2);
    left3 = least(vertical3, horizontal3, diagonal3);
    const v = pack(f64x2.eq(left0, vertical0), f64x2.eq(left1, vertical1), f64x2.eq(left2, vertical2), f64x2.eq(left3, vertical3));
    const h = pack(f64x2.eq(left0, horizontal0), f64x2.eq(left1, horizontal1), f64x2.eq(left2, horizontal2), f64x2.eq(left3, horizontal3));
    const d = pack(f64x2.eq(left0, diagonal0), f64x2.eq(left1, diagonal1), f64x2.eq(left2, diagonal2), f64x2.eq(left3, diagonal3));
    const both = i8x16.bitmask(i8x16.narrow_i16x8_s(v, d));
    const other = i16x8.bitmask(h);
    const first = (both & firstV) | (other & firstH) | ((both >> 8) & firstD);
    const second = ((both & secondV) | (other & secondH) | ((both >> 8) & secondD)) & ~first;
    store<u16>(codes, first | (second << 8));
    if (<u32>(j - outFrom) < <u32>outCount) store<f64>(out, f64x2.extract_lane(left3, 1));
    corner0 = up0;
    corner1 = up1;
    corner2 = up2;
    corner3 = up3;
    at += 8;
    above += 8;
    out += 8;
    codes += 2;
  }
  v128.store(state, left0);
  v128.store(state, left1, 16);
  v128.store(state, left2, 32);
  v128.store(state, left3, 48);
  v128.store(state, corner0, 64);
  v128.store(state, corner1, 80);
  v128.store(state, corner2, 96);
  v128.store(state, corner3, 112);
}

/** `count` positions of a strip whose steps all cost what their cell costs. */
export function advanceStrip(strip: Strip, count: i32): void {
  advance(strip, count, false);
}

/** `count` positions of a strip whose steps have costs of their own. */
export function advanceSeparateStrip(strip: Strip, count: i32): void {
  advance(strip, count, true);
}
