// Rows of local costs between features in float64, as @rubato/costs defines them, with the same bits: terms are added in their order. The
// row's own features stand at x, those of the columns at y, columns as neighbours and `stride` bytes from one feature to the next.

// @ts-ignore: decorator
@inline
function added(square: bool, sum: v128, value: v128, column: v128): v128 {
  if (!square) return f64x2.add(sum, f64x2.mul(value, column));
  const residual = f64x2.sub(value, column);
  return f64x2.add(sum, f64x2.mul(residual, residual));
}

/** Σ_d (x_d - y_d)² or Σ_d x_d·y_d of `count` columns, eight at a time and then two. */
// @ts-ignore: decorator
@inline
function sums(square: bool, x: usize, dimension: i32, y: usize, stride: usize, count: i32, out: usize): void {
  const end = x + (<usize>dimension << 3);
  let k = 0;
  for (; k + 8 <= count; k += 8) {
    let a = f64x2.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let column = y;
    for (let at = x; at < end; at += 8) {
      const value = v128.load64_splat(at);
      a = added(square, a, value, v128.load(column));
      b = added(square, b, value, v128.load(column, 16));
      c = added(square, c, value, v128.load(column, 32));
      d = added(square, d, value, v128.load(column, 48));
      column += stride;
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
    y += 64;
    out += 64;
  }
  for (; k < count; k += 2) {
    const single = k + 1 == count;
    let a = f64x2.splat(0);
    let column = y;
    for (let at = x; at < end; at += 8) {
      a = added(square, a, v128.load64_splat(at), single ? v128.load64_zero(column) : v128.load(column));
      column += stride;
    }
    if (single) v128.store64_lane(out, a, 0);
    else v128.store(out, a);
    y += 16;
    out += 16;
  }
}

/** factor·Σ (x_d - y_d)² of `count` columns, or its square root. */
export function squaredRow(
  x: usize, dimension: i32, y: usize, stride: usize, count: i32, out: usize, factor: f64, root: bool
): void {
  sums(true, x, dimension, y, stride, count, out);
  for (let at = out; at < out + (<usize>count << 3); at += 8) {
    const sum = load<f64>(at) * factor;
    store<f64>(at, root ? sqrt(sum) : sum);
  }
}

/** offset - Σ x_d·y_d of `count` columns. */
export function productRow(x: usize, dimension: i32, y: usize, stride: usize, count: i32, out: usize, offset: f64): void {
  sums(false, x, dimension, y, stride, count, out);
  for (let at = out; at < out + (<usize>count << 3); at += 8) store<f64>(at, offset - load<f64>(at));
}

/** Norms count as 0 up to 1e-140. */
const LEAST_SQUARE: f64 = 1e-280;

/** 1 - Σ x_d·y_d/(|x|·|y|) of `count` columns, whose Σ y_d² stand at `squares`; two zero rows cost 0, one costs 1. */
export function cosineRow(x: usize, dimension: i32, y: usize, stride: usize, count: i32, out: usize, squares: usize): void {
  sums(false, x, dimension, y, stride, count, out);
  let own: f64 = 0;
  for (let at = x; at < x + (<usize>dimension << 3); at += 8) own += load<f64>(at) * load<f64>(at);
  const norm = sqrt(own);
  for (let k: usize = 0; k < <usize>count << 3; k += 8) {
    const other = load<f64>(squares + k);
    let cost: f64;
    if (own > LEAST_SQUARE && other > LEAST_SQUARE) cost = max(0, min(2, 1 - load<f64>(out + k) / (norm * sqrt(other))));
    else cost = own > LEAST_SQUARE || other > LEAST_SQUARE ? 1 : 0;
    store<f64>(out + k, cost);
  }
}
