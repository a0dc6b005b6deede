import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));

export const sharedBytes = (path: string): Uint8Array => readFileSync(root + path);
export const sharedText = (path: string): string => readFileSync(root + path, 'utf8');
/** The files of a pattern, sorted. */
export const sharedFiles = (pattern: string): string[] =>
  globSync(pattern, { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted();

/** Tests that need a folder of the shared data: skipped with a message where it is absent, failed there when `REQUIRE_SHARED` is 1. */
export function describeShared(folder: string, tests: () => void): void {
  const present = existsSync(root + folder);
  describe(folder, () => {
    if (present) return tests();
    const required = process.env['REQUIRE_SHARED'] === '1';
    it.skipIf(!required)(`${required ? 'is required' : 'skipped'}: ../shared/data/${folder} is absent`, () =>
      expect.fail('REQUIRE_SHARED=1'),
    );
  });
}
