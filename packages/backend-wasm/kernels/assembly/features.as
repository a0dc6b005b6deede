// Costs and gradients between features. Those of the columns, y, stand with columns as neighbours: y[d · stride + m].

/** Σ_d (x_d - y_d)² of `count` columns. Writes up to three numbers past the last. */
export function squareRow(x: usize, y: usize, stride: usize, dimension: i32, count: i32, to: usize): void {
  const bytes = <usize>count << 2;
  for (let m: usize = 0; m < bytes; m += 32) {
    let low = f32x4.splat(0);
    let high = low;
    let column = y + m;
    for (let d: usize = 0; d < <usize>dimension << 2; d += 4, column += stride) {
      const value = v128.load32_splat(x + d);
      const a = f32x4.sub(value, v128.load(column));
      const b = f32x4.sub(value, v128.load(column, 16));
      low = f32x4.add(f32x4.mul(a, a), low);
      high = f32x4.add(f32x4.mul(b, b), high);
    }
    v128.store(to + m, low);
    if (m + 16 < bytes) v128.store(to + m, high, 16);
  }
}

/** term + Σ_d x_d·y_d of `count` columns. Writes up to three numbers past the last. */
export function dotRow(x: usize, y: usize, stride: usize, dimension: i32, term: f32, count: i32, to: usize): void {
  const bytes = <usize>count << 2;
  for (let m: usize = 0; m < bytes; m += 32) {
    let low = f32x4.splat(term);
    let high = low;
    let column = y + m;
    for (let d: usize = 0; d < <usize>dimension << 2; d += 4, column += stride) {
      const value = v128.load32_splat(x + d);
      low = f32x4.add(f32x4.mul(value, v128.load(column)), low);
      high = f32x4.add(f32x4.mul(value, v128.load(column, 16)), high);
    }
    v128.store(to + m, low);
    if (m + 16 < bytes) v128.store(to + m, high, 16);
  }
}

// @ts-ignore: decorator
@inline
function horizontal(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** Σ_m H_m of a row whose three numbers past the last are 0. */
export function rowSum(gradient: usize, count: i32): f32 {
  let sum = f32x4.splat(0);
  for (let m: usize = 0; m < <usize>count << 2; m += 16) sum = f32x4.add(sum, v128.load(gradient + m));
  return horizontal(sum);
}

/** What one cell's H adds: H·(x - y) of squares, whose factor 2 comes later, or H·y and H·x of products. */
// @ts-ignore: decorator
@inline
function share(square: bool, h: v128, x: v128, y: v128): v128 {
  return f32x4.mul(h, square ? f32x4.sub(x, y) : y);
}

// @ts-ignore: decorator
@inline
function pullFour(
  square: bool, gradient: usize, gradientBytes: usize, x: usize, xBytes: usize, y: usize, stride: usize, dimension: i32, count: i32,
  xGradient: usize, yGradient: usize,
): void {
  const bytes = <usize>count << 2;
  for (let d: usize = 0; d < <usize>dimension << 2; d += 4, y += stride, yGradient += stride) {
    const x0 = v128.load32_splat(x + d);
    const x1 = v128.load32_splat(x + xBytes + d);
    const x2 = v128.load32_splat(x + 2 * xBytes + d);
    const x3 = v128.load32_splat(x + 3 * xBytes + d);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let m: usize = 0; m < bytes; m += 16) {
      const h0 = v128.load(gradient + m);
      const h1 = v128.load(gradient + gradientBytes + m);
      const h2 = v128.load(gradient + 2 * gradientBytes + m);
      const h3 = v128.load(gradient + 3 * gradientBytes + m);
      const column = v128.load(y + m);
      const t0 = share(square, h0, x0, column);
      const t1 = share(square, h1, x1, column);
      const t2 = share(square, h2, x2, column);
      const t3 = share(square, h3, x3, column);
      s0 = f32x4.add(s0, t0);
      s1 = f32x4.add(s1, t1);
      s2 = f32x4.add(s2, t2);
      s3 = f32x4.add(s3, t3);
      const sum = square
        ? f32x4.add(f32x4.add(t0, t1), f32x4.add(t2, t3))
        : f32x4.add(f32x4.add(f32x4.mul(h0, x0), f32x4.mul(h1, x1)), f32x4.add(f32x4.mul(h2, x2), f32x4.mul(h3, x3)));
      v128.store(yGradient + m, f32x4.add(v128.load(yGradient + m), sum));
    }
    const to = xGradient + d;
    store<f32>(to, horizontal(s0));
    store<f32>(to + xBytes, horizontal(s1));
    store<f32>(to + 2 * xBytes, horizontal(s2));
    store<f32>(to + 3 * xBytes, horizontal(s3));
  }
}

/**
 * Four rows of H pulled back to features: of x, `xGradient` becomes Σ_m H·(x - y); of y, Σ_n H·(x - y) is added to `yGradient`.
 * Numbers of H past the last column are 0.
 */
export function pullSquares(
  gradient: usize, gradientBytes: usize, x: usize, xBytes: usize, y: usize, stride: usize, dimension: i32, count: i32, xGradient: usize, yGradient: usize,
): void {
  pullFour(true, gradient, gradientBytes, x, xBytes, y, stride, dimension, count, xGradient, yGradient);
}

/** The same for products: Σ_m H·y of x, and Σ_n H·x of y. */
export function pullProducts(
  gradient: usize, gradientBytes: usize, x: usize, xBytes: usize, y: usize, stride: usize, dimension: i32, count: i32, xGradient: usize, yGradient: usize,
): void {
  pullFour(false, gradient, gradientBytes, x, xBytes, y, stride, dimension, count, xGradient, yGradient);
}
