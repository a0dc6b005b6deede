import { existsSync, readFileSync } from 'node:fs';
import type { GoldenFile } from '@rubato/conformance';
import { runGolden } from '@rubato/conformance';
import { describe, expect, it } from 'vitest';
import { withBackend } from './support/backend.ts';

const folder = new URL('../../../../shared/golden/', import.meta.url);
const here = existsSync(folder);
if (!here && process.env['REQUIRE_SHARED'] === '1') throw new Error('../shared/golden is absent, and required');

interface Golden {
  readonly cases: readonly { readonly id: string }[];
}

const read = (file: string): Golden => JSON.parse(readFileSync(new URL(`${file}.json`, folder), 'utf8')) as Golden;

/** Its step weights of 1e20 are more than float32 multiplies by. */
const tooLarge = 'ddtw-12';

describe.skipIf(!here).each(['cpu', 'webasm'] as const)('golden files in mode %s', (mode) => {
  // The files that need no preset.
  it.each<[GoldenFile, number]>([
    ['ddtw', 22],
    ['hard_dtw', 18],
    ['minimum', 180],
    ['sdtw', 6],
  ])('%s: %i cases pass', (file, count) =>
    withBackend({ mode }, async (backend) => {
      const golden = read(file);
      const cases = golden.cases.filter(({ id }) => id !== tooLarge);
      const { passed, failures, unsupported } = await runGolden(file, { ...golden, cases }, backend, 'float32');
      expect({ passed, failures, unsupported }).toEqual({ passed: count, failures: [], unsupported: 0 });
    }),
  );

  it('the case with step weights of 1e20 is refused', () =>
    withBackend({ mode }, async (backend) => {
      const golden = read('ddtw');
      const cases = golden.cases.filter(({ id }) => id === tooLarge);
      await expect(runGolden('ddtw', { ...golden, cases }, backend, 'float32')).rejects.toThrow('is too large for its float32 arithmetic');
    }));
});
