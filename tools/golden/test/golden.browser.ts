import { goldenFiles, runGolden } from '@rubato/conformance';
import { openBackend, presets } from 'rubato';
import { describe, expect, it } from 'vitest';

declare global {
  interface ImportMeta {
    /** What the test server makes of a pattern: a loader for every file that is there. */
    glob(pattern: string, options: { readonly import: 'default' }): Readonly<Record<string, () => Promise<unknown>>>;
  }
}

const files = import.meta.glob('../../../../shared/golden/*.json', { import: 'default' });
const isThere = Object.keys(files).length > 0;

describe.runIf(isThere)(isThere ? 'golden files in a browser' : 'golden files (skipped: ../shared is absent)', () => {
  const cases = goldenFiles.flatMap((file) =>
    [['wasm', 'float64'] as const, ['wasm', 'float32'] as const, ['webgpu', 'float32'] as const].map((run) => [file, ...run] as const),
  );

  it.each(cases)('%s on %s in %s: no number is beyond its tolerance', async (file, name, precision) => {
    const json = await files[`../../../../shared/golden/${file}.json`]();
    const backend = await openBackend(name);
    const report = await runGolden(file, json, backend, precision, { presets });
    await backend.dispose();
    expect(report.failures).toEqual([]);
    expect(report.passed).toBeGreaterThan(0);
  });
});
