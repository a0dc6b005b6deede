import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../../../shared/', import.meta.url));

/** The path of a file of the shared data, which lies beside the repository. */
export function sharedPath(path: string): string {
  return root + path;
}

/** Tests that need the shared data: skipped where it is absent, failed there when `REQUIRE_SHARED` is 1. */
export function describeShared(name: string, tests: () => void): void {
  const present = existsSync(root);
  const required = process.env['REQUIRE_SHARED'] === '1';
  describe.skipIf(!present && !required)(`${name} (needs ../shared)`, () => {
    it('has the shared data', () => expect(present, `REQUIRE_SHARED is 1, and ${root} is absent`).toBe(true));
    tests();
  });
}
