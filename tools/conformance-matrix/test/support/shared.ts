import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../../../shared/', import.meta.url);

/** The path of a file of the shared data, which lies beside the repository. */
export function sharedPath(path: string): string {
  return fileURLToPath(new URL(path, root));
}

export function readShared(path: string): Uint8Array {
  return readFileSync(sharedPath(path));
}

/** Tests that need a folder of the shared data: skipped, and said so, where it is absent; failed there when `REQUIRE_SHARED` is 1. */
export function describeShared(path: string, tests: () => void): void {
  const isThere = existsSync(sharedPath(path));
  if (!isThere && process.env['REQUIRE_SHARED'] === '1') {
    it(`${path} is there`, () => expect.fail(`REQUIRE_SHARED=1, and ../shared/${path} is absent`));
    return;
  }
  describe.runIf(isThere)(isThere ? path : `${path} (skipped: ../shared/${path} is absent)`, tests);
}
