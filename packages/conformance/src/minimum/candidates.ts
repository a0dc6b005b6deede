import fc from 'fast-check';

/** A list of candidates with a temperature. */
export interface Candidates {
  readonly x: Float64Array;
  readonly temperature: number;
}

/** Candidates of magnitudes from γ/1000 to 100 γ about any level, with equal and forbidden ones among them. */
export function candidates(options: { readonly forbidden?: boolean; readonly least?: number } = {}): fc.Arbitrary<Candidates> {
  const number = fc.double({ min: -1, max: 1, noNaN: true });
  const one =
    options.forbidden === false
      ? number
      : fc.oneof(
          { weight: 5, arbitrary: number },
          { weight: 1, arbitrary: fc.constant(Infinity) },
          { weight: 1, arbitrary: fc.constantFrom(0, 0.5) },
        );
  return fc
    .record({
      list: fc.array(one, { minLength: options.least ?? 1, maxLength: 6 }),
      level: fc.double({ min: -100, max: 100, noNaN: true }),
      spread: fc.integer({ min: -30, max: 20 }),
      exponent: fc.integer({ min: -40, max: 40 }),
    })
    .map(({ list, level, spread, exponent }) => {
      const temperature = 10 ** (exponent / 10);
      return { x: Float64Array.from(list, (value) => temperature * (level + value * 10 ** (spread / 10))), temperature };
    });
}
