import fc from 'fast-check';

/** Candidates, a temperature and a direction. */
export interface Case {
  readonly candidates: readonly number[];
  readonly temperature: number;
  readonly direction: readonly number[];
}

/** Uniform, mostly: `fc.double` alone favours the ends and numbers next to 0, which are then all ties. */
const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(
    { arbitrary: fc.noBias(fc.nat(2 ** 30)).map((n) => min + (max - min) * (n / 2 ** 30)), weight: 4 },
    { arbitrary: fc.double({ min, max, noNaN: true }), weight: 1 },
  );

/** 10^min to 10^max, each decade as likely as the others. */
const magnitudes = (min: number, max: number): fc.Arbitrary<number> => between(min, max).map((e) => 10 ** e);

export const temperatures: fc.Arbitrary<number> = magnitudes(-6, 6);

/**
 * How the candidates relate to γ. `unit` is uniform in [-1, 1]; `power` a number of either sign from 1e-3 to 1e140.
 * Exact ties come in through `repeat`.
 */
const layouts: readonly ((unit: number, power: number, temperature: number) => number)[] = [
  (unit, _power, temperature) => 4 * unit * temperature,
  (unit, _power, temperature) => 0.3 * temperature + 1e-9 * unit * temperature,
  (unit) => 10 * unit,
  (_unit, power) => power,
  (unit) => 1e9 + unit,
  (unit, _power, temperature) => 1e9 + temperature * unit,
  (unit, _power, temperature) => 700 * unit * temperature,
];

/** Candidates with their own kinds of numerical trouble: near ties, huge spreads, offsets; γ from 1e-6 to 1e6. */
export const troubledCases: fc.Arbitrary<Case> = fc
  .record({
    temperature: temperatures,
    layout: fc.constantFrom(...layouts),
    drawn: fc.array(
      fc.record({
        unit: between(-1, 1),
        power: fc.tuple(magnitudes(-3, 140), fc.boolean()).map(([size, negative]) => (negative ? -size : size)),
        direction: between(-3, 3),
        repeat: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ temperature, layout, drawn }) => {
    const candidates = drawn.map(({ unit, power }) => layout(unit, power, temperature));
    drawn.forEach(({ repeat }, i) => {
      if (repeat && i > 0) candidates[i] = candidates[i - 1];
    });
    return { temperature, candidates, direction: drawn.map(({ direction }) => direction) };
  });

/** A few candidates within some γ of each other: finite differences are accurate here. */
export const mildCases: fc.Arbitrary<Case> = fc
  .record({
    temperature: magnitudes(-2, 2),
    drawn: fc.array(fc.tuple(between(-2, 2), between(-1, 1)), { minLength: 1, maxLength: 6 }),
  })
  .map(({ temperature, drawn }) => ({
    temperature,
    candidates: drawn.map(([unit]) => unit * temperature),
    direction: drawn.map(([, direction]) => direction),
  }));

/** Multiples of 2^-10 below 2^10: sums and differences of them are exact. */
export const gridNumbers: fc.Arbitrary<number> = fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((n) => n / 1024);
