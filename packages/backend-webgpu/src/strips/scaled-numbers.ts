/**
 * Numbers with an exponent of their own, as WGSL: neighbouring cells differ by thousands of powers of ten (shared/kernels.md).
 *
 * Zero has a mantissa as any number has and the exponent of ZERO, or up to 2^28 more after products with numbers above 1. Exponents of
 * true numbers stay within ±2^29: `forward` refuses costs beyond. Even there all exponents stay within ±ZERO, so that neither the sum nor
 * the difference of two of them leaves the integers, and no number becomes infinite: what is refused is computed, too.
 */
export const scaledNumbers = `
const ZERO: i32 = -1000000000;
// mantissa · 2^exponent
struct Scaled { mantissa: f32, exponent: i32 }
fn is_zero(a: Scaled) -> bool { return a.exponent < -600000000; }
// Where exponents are added. ZERO + ZERO is ZERO.
fn held(exponent: i32) -> i32 { return clamp(exponent, ZERO, -ZERO); }
fn packed(a: Scaled) -> vec2<u32> { return vec2<u32>(bitcast<u32>(a.mantissa), bitcast<u32>(a.exponent)); }
fn unpacked(a: vec2<u32>) -> Scaled { return Scaled(bitcast<f32>(a.x), bitcast<i32>(a.y)); }

// a / 2^exponent, where that is no more than a's mantissa; what is below 2^-120 may be anything below.
fn shifted(a: Scaled, exponent: i32) -> f32 {
  return bitcast<f32>(bitcast<i32>(a.mantissa) + (max(a.exponent - exponent, -120) << 23u));
}

// The same number with a mantissa in [1, 2).
fn normalised(mantissa: f32, exponent: i32) -> Scaled {
  let bits = bitcast<u32>(mantissa);
  let power = i32(bits >> 23u) - 127;
  return Scaled(bitcast<f32>((bits & 0x7fffffu) | 0x3f800000u), held(exponent + power));
}

fn product(a: Scaled, b: Scaled) -> Scaled { return normalised(a.mantissa * b.mantissa, a.exponent + b.exponent); }

fn total(a: Scaled, b: Scaled) -> Scaled {
  let exponent = max(a.exponent, b.exponent);
  return normalised(shifted(a, exponent) + shifted(b, exponent), exponent);
}

fn reciprocal(a: Scaled) -> Scaled {
  if (is_zero(a)) { return Scaled(1.0, ZERO); }
  return normalised(1.0 / a.mantissa, -a.exponent);
}

// The product of two numbers whose product is within the range of f32.
fn plain_product(a: Scaled, b: Scaled) -> f32 {
  let exponent = a.exponent + b.exponent;
  let power = bitcast<f32>(u32(clamp(exponent, -120, 120) + 127) << 23u);
  return select(0.0, a.mantissa * b.mantissa * power, exponent > -120);
}

// weight · cost is turned into powers of two: per_unit = -weight · log2(e) / γ, and 1 / per_unit = unit_high + unit_low, where unit_high
// has 12 bits, so that its products with whole numbers up to 2^12 are exact. A cost beyond the largest is out of range.
struct Scale { weight: f32, per_unit: f32, unit_high: f32, unit_low: f32, largest: f32 }

// What is larger is out of range whatever γ is; products with weights are within f32.
const LARGEST_COST: f32 = 1.0e18;
// The most powers of two that one cost may be worth.
const MOST_UNITS: f32 = 4194304.0;
fn bounded(cost: f32) -> f32 { return clamp(cost, -LARGEST_COST, LARGEST_COST); }
// The cost that is worth so many powers of two.
fn cost_of(units: f32, per_unit: f32) -> f32 { return min(LARGEST_COST, units / max(-per_unit, 1.0e-25)); }

fn twelve_bits(a: f32) -> f32 { return bitcast<f32>(bitcast<u32>(a) & 0xfffff000u); }

fn scale_of(temperature_scale: f32, weight: f32) -> Scale {
  if (weight >= FORBIDDEN) { return Scale(weight, 0.0, 0.0, 0.0, 0.0); }
  let per_unit = temperature_scale * weight;
  // Twice as much as is in range, so that rounding here touches no cost that is.
  let largest = cost_of(2.0 * MOST_UNITS, per_unit);
  // No cost in range makes more than a half of it.
  if (per_unit > -1.0e-25) { return Scale(weight, per_unit, 0.0, 0.0, largest); }
  // per_unit is rounded; rest = temperature_scale · weight - high, with what was rounded away.
  let high = twelve_bits(per_unit);
  let weight_high = twelve_bits(weight);
  let scale_high = twelve_bits(temperature_scale);
  let rest = fma(temperature_scale, weight - weight_high,
    fma(temperature_scale - scale_high, weight_high, fma(scale_high, weight_high, -high)));
  let unit_high = twelve_bits(1.0 / per_unit);
  return Scale(weight, per_unit, unit_high, fma(-unit_high, rest, fma(-unit_high, high, 1.0)) / per_unit, largest);
}

// exp(-weight · cost / γ) with a mantissa in [0.7, 1.42]; zero where the cost is FORBIDDEN, anything where it is out of range. The cost's part of a unit is found by taking
// the whole units away from it (Cody & Waite 1980): the product of cost and per_unit would lose it to rounding where the cost is large.
fn factor(cost: f32, scale: Scale) -> Scaled {
  let forbidden = cost >= FORBIDDEN;
  let finite = clamp(cost, -scale.largest, scale.largest);
  let whole = round(finite * scale.per_unit);
  let f = fma(-whole, scale.unit_low, fma(-whole, scale.unit_high, finite)) * scale.per_unit;
  return Scaled(two_to_the(f), select(i32(whole), ZERO, forbidden));
}

// 2^f for f in [-1/2, 1/2], to 2e-9 before rounding.
fn two_to_the(f: f32) -> f32 {
  var sum = fma(f, 0.0001535336341476068, 0.0013398875016719103);
  sum = fma(f, sum, 0.00961843691766262);
  sum = fma(f, sum, 0.055503323674201965);
  sum = fma(f, sum, 0.24022647738456726);
  sum = fma(f, sum, 0.6931471824645996);
  return fma(f, sum, 1.0);
}
`;
