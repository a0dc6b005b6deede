/** How the printed kernels name their vectors, and the pieces of arithmetic that all of them share. */

/** Whether products and sums are fused (relaxed SIMD): one rounding instead of two. */
export interface Arithmetic {
  readonly fused: boolean;
}

/** `a·b + c`. */
function multiplyAdd({ fused }: Arithmetic, a: string, b: string, c: string): string {
  return fused ? `f32x4.relaxed_madd(${a}, ${b}, ${c})` : `f32x4.add(f32x4.mul(${a}, ${b}), ${c})`;
}

/** Loads the shared constants into locals. */
export const CONSTANT_LOCALS = `
  const magic = v128.load(CONSTANTS), bias = v128.load(CONSTANTS, 16), lowest = v128.load(CONSTANTS, 32);
  const fraction = v128.load(CONSTANTS, 48), one = v128.load(CONSTANTS, 64), zeroExponent = v128.load(CONSTANTS, 80);
  const leastLogarithm = v128.load(CONSTANTS, 96), largestCost = v128.load(CONSTANTS, 112);`;

const COEFFICIENTS = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'];

/** Loads the coefficients of 2^f into locals, from the constants or from `source`, where they belong to another variable. */
export function coefficientLocals(source?: string): string {
  const from = source ?? 'CONSTANTS';
  const first = source === undefined ? 128 : 0;
  return `\n  const ${COEFFICIENTS.map((name, k) => `${name} = v128.load(${from}, ${first + 16 * k})`).join(', ')};`;
}

/** Where a factor finds the numbers that belong to its temperature and weight. */
export interface FactorScale {
  /** -W/(γ·ln 2) */
  readonly scale: string;
  /** 1/scale in two parts, the first so short that its products with exponents are exact. */
  readonly high: string;
  readonly low: string;
  /** Whether the coefficients are those of a polynomial in the cost that is left over, and not in the binary logarithm. */
  readonly folded: boolean;
  /** Whether costs are known to be so small that their exponents need no bound. */
  readonly bounded: boolean;
}

/**
 * Declares the factor `exp(-W·C/γ)` of four costs as mantissas `name` in [0.7, 1.42) and exponents `nameE` (less 127): with
 * `t = C·scale` the exponent is t rounded and the mantissa 2 to the rest. The rest must not come from t, whose own rounding grows
 * with the cost: a fused product has no rounding of its own, and without it the exponent is taken from the cost in two exact parts
 * (W. J. Cody & W. Waite, "Software Manual for the Elementary Functions", 1980).
 */
export function factor(arithmetic: Arithmetic, name: string, cost: string, { scale, high, low, folded, bounded }: FactorScale): string {
  const whole = `f32x4.sub(${name}R, magic)`;
  const left = `f32x4.sub(f32x4.sub(${cost}, f32x4.mul(${name}W, ${high})), f32x4.mul(${name}W, ${low}))`;
  const rest = folded ? left : `f32x4.mul(${left}, ${scale})`;
  const polynomial = ['c4', 'c3', 'c2', 'c1', 'c0'].reduce((sum, c) => multiplyAdd(arithmetic, sum, `${name}F`, c), 'c5');
  const fusedRest = `f32x4.relaxed_madd(${cost}, ${scale}, f32x4.sub(magic, ${name}R))`;
  const product = `f32x4.mul(${cost}, ${scale})`;
  const logarithm = bounded ? product : `f32x4.pmax(${product}, leastLogarithm)`;
  return `
      const ${name}R = f32x4.add(${logarithm}, magic)${arithmetic.fused ? '' : `, ${name}W = ${whole}`};
      const ${name}F = ${arithmetic.fused ? fusedRest : rest};
      const ${name} = ${polynomial}, ${name}E = i32x4.sub(${name}R, bias);`;
}

/** An extended number by the names of its mantissas in [1, 2) and its exponents. */
export interface Extended {
  readonly mantissa: string;
  readonly exponent: string;
}

/** Declares the sum of extended numbers as `nameS` (not yet normalised) and `nameE`, the largest of their exponents. */
export function sum(name: string, terms: readonly Extended[]): string {
  const largest = terms.map(({ exponent }) => exponent).reduce((most, exponent) => `i32x4.max_s(${most}, ${exponent})`);
  const total = terms
    .map(({ mantissa, exponent }) => `lower(${mantissa}, i32x4.sub(${exponent}, ${name}E), lowest)`)
    .reduce((left, right) => `f32x4.add(${left}, ${right})`);
  return `
      const ${name}E = ${largest};
      const ${name}S = ${total};`;
}

/** Assigns `value·2^exponent` as an extended number; `exponent` is less 127, which the value's own exponent field makes up for. */
export function normalise({ mantissa, exponent }: Extended, value: string, by: string): string {
  return `
      ${exponent} = i32x4.add(${by}, i32x4.shr_u(${value}, 23)); ${mantissa} = v128.or(v128.and(${value}, fraction), one);`;
}

/** Declares the four columns of a 4 × 4 block that is given by its rows, and the other way round. */
export function transpose(rows: readonly string[], columns: readonly string[], scratch: string): string {
  const [a, b, c, d] = rows;
  const [t, u, v, w] = [0, 1, 2, 3].map((k) => `${scratch}${k}`);
  return `
      const ${t} = v128.shuffle<i32>(${a}, ${b}, 0, 4, 1, 5), ${u} = v128.shuffle<i32>(${a}, ${b}, 2, 6, 3, 7);
      const ${v} = v128.shuffle<i32>(${c}, ${d}, 0, 4, 1, 5), ${w} = v128.shuffle<i32>(${c}, ${d}, 2, 6, 3, 7);
      const ${columns[0]} = v128.shuffle<i64>(${t}, ${v}, 0, 2), ${columns[1]} = v128.shuffle<i64>(${t}, ${v}, 1, 3);
      const ${columns[2]} = v128.shuffle<i64>(${u}, ${w}, 0, 2), ${columns[3]} = v128.shuffle<i64>(${u}, ${w}, 1, 3);`;
}
