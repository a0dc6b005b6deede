// Accumulated costs from extended numbers.

/** One unit of exponent, as a natural logarithm: 512·ln 2. */
const UNIT: f64 = 354.891356446692;

/** D = -γ·ln P of `count` cells. */
export function distances(values: usize, exponents: usize, count: i32, gamma: f64, out: usize): void {
  for (let k: usize = 0; k < <usize>count; k++) {
    const mantissa = load<f64>(values + (k << 3));
    const logarithm = Math.log(mantissa) + <f64>load<i32>(exponents + (k << 2)) * UNIT;
    store<f64>(out + (k << 3), mantissa == 0 ? Infinity : -gamma * logarithm);
  }
}
