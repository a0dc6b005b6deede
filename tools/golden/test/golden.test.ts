import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBackend, UnavailableBackendError } from 'rubato';
import { describe, expect, it } from 'vitest';
import { differences, readExpectedCounts } from '../src/expected-counts.ts';
import { describeResult } from '../src/file-result.ts';
import { runFolder } from '../src/run-folder.ts';

const shared = fileURLToPath(new URL('../../../../shared/golden', import.meta.url));
const present = existsSync(shared);
if (!present && process.env['REQUIRE_SHARED'] === '1') throw new Error('REQUIRE_SHARED=1, but ../shared/golden is not there');

describe.skipIf(!present)('the shared golden files (skipped without ../shared)', () => {
  const runs = ['cpu', 'reference', 'wasm'].flatMap((backend) =>
    (['float64', 'float32'] as const).map((precision) => [backend, precision] as const),
  );

  it.each(runs)('all pass on %s in %s, with the committed counts', async (name, precision) => {
    const results = await runFolder(shared, await openBackend(name), precision);
    expect(results.flatMap(({ report }) => report?.failures ?? [])).toEqual([]);
    expect(differences(results, readExpectedCounts(name))).toEqual([]);
  });

  // Kernels are compiled for a device in software.
  it('all pass on webgpu in float32, with the committed counts', { timeout: 240_000 }, async ({ skip }) => {
    const required = (process.env['REQUIRE_BACKENDS'] ?? '').split(',').includes('webgpu');
    const backend = await openBackend('webgpu').catch((error: unknown) => {
      if (required || !(error instanceof UnavailableBackendError)) throw error;
      return skip(error.message);
    });
    const results = await runFolder(shared, backend, 'float32');
    await backend.dispose();
    expect(results.flatMap(({ report }) => report?.failures ?? [])).toEqual([]);
    expect(differences(results, readExpectedCounts('webgpu'))).toEqual([]);
  });

  it.each([
    ['hard_dtw', 'cost'],
    ['gdtw', 'objective'],
    ['modified_targets', 'h'],
    ['decoding', 'greedy_path_probability'],
  ])('runs a copy of %s in another folder, and fails on a wrong %s in it', async (name, quantity) => {
    const folder = mkdtempSync(join(tmpdir(), 'rubato-golden-'));
    try {
      const file = JSON.parse(readFileSync(join(shared, `${name}.json`), 'utf8')) as { cases: Record<string, number | number[]>[] };
      file.cases = file.cases.slice(0, 2);
      const right = file.cases[1][quantity];
      file.cases[1][quantity] = typeof right === 'number' ? right + 1e-6 : right.with(0, right[0] + 1e-6);
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(file));
      const [result] = await runFolder(folder, await openBackend('cpu'), 'float64');
      expect([result.passed, result.failed]).toEqual([1, 1]);
      expect(describeResult(result).join('\n')).toContain(`FAILED ${String(file.cases[1]['id'])} ${quantity}[0]`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('differences', () => {
  it('names lost, gained and unknown cases', () => {
    const expected = { a: { passed: 2, unsupported: 0 }, b: { passed: 1, unsupported: 1 } };
    expect(
      differences(
        [
          { name: 'a', passed: 1, failed: 1, unsupported: 0 },
          { name: 'c', passed: 0, failed: 0, unsupported: 3 },
        ],
        expected,
      ),
    ).toEqual(['a: 1 passed and 0 not supported, committed are 2 and 0', 'b is missing from the folder', 'c has no committed counts']);
  });
});
