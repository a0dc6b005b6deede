import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../../../shared/golden/', import.meta.url);

/** A case of a golden file: nested lists of numbers, words and truths by name. */
export type GoldenJson = Readonly<Record<string, unknown>>;

/**
 * Tests on the cases of a golden file: registered when the file is there, one skipped test that says so when it is not. With
 * REQUIRE_SHARED=1 absence is a failure.
 */
export function describeGolden(file: string, tests: (cases: readonly GoldenJson[]) => void): void {
  const place = new URL(file, root);
  const present = existsSync(place);
  describe(file, () => {
    if (present) return tests((JSON.parse(readFileSync(place, 'utf8')) as { readonly cases: readonly GoldenJson[] }).cases);
    const required = process.env['REQUIRE_SHARED'] === '1';
    it.skipIf(!required)(`${required ? 'is required' : 'skipped'}: ../shared/golden/${file} is absent`, () =>
      expect.fail('REQUIRE_SHARED=1'),
    );
  });
}

/** The numbers of nested lists; null (not defined) becomes NaN. */
export function numbersOf(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(numbersOf);
  if (typeof value === 'number') return [value];
  return [value === 'inf' ? Infinity : value === '-inf' ? -Infinity : NaN];
}

/** The sides of nested lists. */
export function shapeOf(value: unknown): number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}
