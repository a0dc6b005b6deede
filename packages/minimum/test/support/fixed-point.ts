// Arithmetic on integers scaled by 2^1280 (385 decimals, of which exp keeps 370): every float64 is exact in it, and a
// weight of e^-700 still has 65 digits.
const bits = 1280n;

export type FixedPoint = bigint;
export const one: FixedPoint = 1n << bits;

/** The float64 `value`, exactly. */
export function fromNumber(value: number): FixedPoint {
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no fixed-point form`);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const word = view.getBigUint64(0);
  const exponent = (word >> 52n) & 0x7ffn;
  const fraction = word & 0xfffffffffffffn;
  // value = mantissa · 2^(exponent - 1075), where denormals have the exponent of the smallest normal numbers.
  const mantissa = exponent === 0n ? fraction : fraction | (1n << 52n);
  const scaled = mantissa << (bits - 1075n + (exponent === 0n ? 1n : exponent));
  return value < 0 ? -scaled : scaled;
}

/** The float64 next to `value`, to 2^-60 relative. */
export function toNumber(value: FixedPoint): number {
  if (value < 0n) return -toNumber(-value);
  const shift = Math.max(0, value.toString(2).length - 62);
  const exponent = shift - Number(bits);
  // In two factors, since 2^exponent alone may lie below the smallest float64.
  return Number(value >> BigInt(shift)) * 2 ** Math.max(exponent, -1000) * 2 ** Math.min(0, exponent + 1000);
}

export const multiply = (a: FixedPoint, b: FixedPoint): FixedPoint => (a * b) >> bits;
export const divide = (a: FixedPoint, b: FixedPoint): FixedPoint => (a << bits) / b;
export const sum = (values: readonly FixedPoint[]): FixedPoint => values.reduce((a, b) => a + b, 0n);
export const magnitude = (a: FixedPoint): FixedPoint => (a < 0n ? -a : a);

/** exp(-value) for value ≥ 0: Taylor's series at value/2^k, squared k times. */
export function exponentialOfMinus(value: FixedPoint): FixedPoint {
  if (value < 0n) throw new RangeError('only exp of numbers ≤ 0');
  if (value > 900n * one) return 0n;
  const halvings = 40n;
  const small = value >> halvings;
  let result = one;
  let term = one;
  for (let k = 1n; term !== 0n; k++) {
    term = -multiply(term, small) / k;
    result += term;
  }
  for (let k = 0n; k < halvings; k++) result = multiply(result, result);
  return result;
}

/** 2 artanh(z) = ln((1 + z)/(1 - z)) by its series, for z ≥ 0 (a shift rounds what is negative away from 0). */
function doubleArtanh(z: FixedPoint): FixedPoint {
  const square = multiply(z, z);
  let power = z;
  let result = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    result += power / k;
    power = multiply(power, square);
  }
  return 2n * result;
}

const logarithmOfTwo = doubleArtanh(one / 3n);

/** ln(value) for value ≥ 1. */
export function logarithm(value: FixedPoint): FixedPoint {
  if (value < one) throw new RangeError('only ln of numbers ≥ 1');
  let halvings = 0n;
  let rest = value;
  while (rest >= 2n * one) {
    rest >>= 1n;
    halvings++;
  }
  return halvings * logarithmOfTwo + doubleArtanh(divide(rest - one, rest + one));
}
