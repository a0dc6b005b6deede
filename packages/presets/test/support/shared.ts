import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../../../shared/', import.meta.url);

/** A JSON number as the golden files write it. */
export type GoldenNumber = number | 'inf' | '-inf' | 'nan' | null;

/** Nested lists of them. */
export type GoldenArray = GoldenNumber | readonly GoldenArray[];

/** One of the golden files: `meta` and `cases`. */
export interface GoldenFile<Case> {
  readonly cases: readonly Case[];
}

/** A JSON file; its type is the caller's to say. */
export function readSharedJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8'));
}

export function readSharedBytes(path: string): Uint8Array {
  return readFileSync(new URL(path, root));
}

/**
 * Tests on shared data: registered when the file is there, one skipped test that says so when it is not. With REQUIRE_SHARED=1
 * absence is a failure.
 */
export function describeShared(path: string, tests: () => void): void {
  const present = existsSync(new URL(path, root));
  describe(path, () => {
    if (present) return tests();
    const required = process.env['REQUIRE_SHARED'] === '1';
    it.skipIf(!required)(`${required ? 'is required' : 'skipped'}: ../shared/${path} is absent`, () => expect.fail('REQUIRE_SHARED=1'));
  });
}

/** The numbers of a nested list in row-major order; null (not defined) becomes NaN. */
export function flat(array: GoldenArray): Float64Array {
  const numbers: number[] = [];
  const visit = (value: GoldenArray): void => {
    if (typeof value === 'object' && value !== null) return value.forEach(visit);
    numbers.push(value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value === 'nan' || value === null ? NaN : value);
  };
  visit(array);
  return Float64Array.from(numbers);
}
