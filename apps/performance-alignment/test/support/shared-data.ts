import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** The shared performances, which lie beside the repository. */
export const sharedFolder: string = fileURLToPath(new URL('../../../../../shared/data/asap', import.meta.url));

/** Tests that need the shared data: skipped where they are absent, failed there when `REQUIRE_SHARED` is 1. */
export function describeShared(name: string, tests: () => void): void {
  const present = existsSync(sharedFolder);
  const required = process.env['REQUIRE_SHARED'] === '1';
  describe.skipIf(!present && !required)(`${name} (needs ../shared)`, () => {
    if (present) return tests();
    it('has the shared data', () => expect.fail(`REQUIRE_SHARED is 1, and ${sharedFolder} is absent`));
  });
}
