import { existsSync, readFileSync } from 'node:fs';
import { readNpy } from '@rubato/io';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../../../shared/', import.meta.url);

/** A JSON file; its type is the caller's to say. */
export function readSharedJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8'));
}

/** The numbers of a .npy file. */
export function readSharedNumbers(path: string): Float64Array {
  return Float64Array.from(readNpy(readFileSync(new URL(path, root))).data, Number);
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
