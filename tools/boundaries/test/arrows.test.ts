import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FixturePackage } from './fixture.ts';
import { turboBoundaries, writeWorkspace } from './fixture.ts';

/** A house in which every arrow points down. */
const house: readonly FixturePackage[] = [
  { name: '@rubato/expression', tag: 'ground', files: { 'src/index.ts': 'export const one = 1;\n' } },
  {
    name: '@rubato/minimum',
    tag: 'ground',
    dependencies: ['@rubato/expression'],
    files: { 'src/index.ts': `import { one } from '@rubato/expression';\nexport const two = one + one;\n` },
  },
  { name: '@rubato/costs', tag: 'ground', dependencies: ['@rubato/expression'] },
  { name: '@rubato/core', tag: 'core', dependencies: ['@rubato/minimum', '@rubato/costs'] },
  { name: '@rubato/conformance', tag: 'kit', dependencies: ['@rubato/core'] },
  { name: '@rubato/presets', tag: 'part', dependencies: ['@rubato/core'] },
  {
    name: '@rubato/backend-cpu',
    tag: 'part',
    dependencies: ['@rubato/core'],
    devDependencies: ['@rubato/conformance'],
    files: { 'test/conformance.test.ts': `import { it } from 'vitest';\nimport '@rubato/conformance';\nit('runs', () => {});\n` },
  },
  {
    name: '@rubato/decoders',
    tag: 'method',
    dependencies: ['@rubato/core'],
    devDependencies: ['@rubato/presets', '@rubato/backend-cpu'],
  },
  {
    name: '@rubato/tfjs',
    tag: 'training',
    dependencies: ['@rubato/core', '@rubato/presets', '@rubato/decoders'],
    devDependencies: ['@rubato/backend-cpu'],
  },
  { name: 'rubato', tag: 'door', dependencies: ['@rubato/presets', '@rubato/backend-cpu'] },
  { name: '@rubato/cli', tag: 'app', dependencies: ['rubato'] },
  { name: '@rubato/soak', tag: 'tool', dependencies: ['@rubato/cli', '@rubato/conformance', '@rubato/presets'] },
];

/** The house with one package changed. */
function withChange(name: string, change: Partial<FixturePackage>): FixturePackage[] {
  return house.map((each) => (each.name === name ? { ...each, ...change } : each));
}

describe('turbo boundaries', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rubato-boundaries-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('accepts the house as designed', async () => {
    writeWorkspace(folder, house);
    const { status, output } = await turboBoundaries(folder);
    expect(output).toContain('no issues found');
    expect(status).toBe(0);
  });

  it.each([
    ['@rubato/minimum', '@rubato/costs'],
    ['@rubato/expression', '@rubato/minimum'],
    ['@rubato/minimum', '@rubato/core'],
    ['@rubato/core', '@rubato/presets'],
    ['@rubato/core', '@rubato/conformance'],
    ['@rubato/conformance', '@rubato/backend-cpu'],
    ['@rubato/backend-cpu', '@rubato/presets'],
    ['@rubato/backend-cpu', '@rubato/tfjs'],
    ['@rubato/presets', 'rubato'],
    ['@rubato/presets', '@rubato/decoders'],
    ['@rubato/decoders', '@rubato/tfjs'],
    ['@rubato/decoders', 'rubato'],
    ['@rubato/tfjs', 'rubato'],
    ['rubato', '@rubato/tfjs'],
    ['@rubato/conformance', 'rubato'],
    ['rubato', '@rubato/cli'],
    ['rubato', '@rubato/soak'],
  ])('refuses the arrow %s → %s', async (from, to) => {
    for (const kind of ['dependencies', 'devDependencies'] as const) {
      writeWorkspace(folder, withChange(from, { [kind]: [to] }));
      const { status, output } = await turboBoundaries(folder);
      expect(output).toContain(to);
      expect(output).toMatch(/[1-9]\d* issues? found/);
      expect(status).toBe(1);
    }
  });

  it.each([
    ['a declaration nobody made', `import { two } from '@rubato/minimum';\n`, 'cannot import package `@rubato/minimum`'],
    ['a type of an undeclared package', `import type { two } from '@rubato/minimum';\n`, 'cannot import package `@rubato/minimum`'],
    ['a dynamic import', `export const late = import('@rubato/minimum');\n`, 'cannot import package `@rubato/minimum`'],
    ['a path into another package', `export * from '../../minimum/src/index.ts';\n`, 'leaves the package'],
  ])('refuses %s', async (_, source, message) => {
    writeWorkspace(folder, withChange('@rubato/presets', { files: { 'src/index.ts': source } }));
    const { status, output } = await turboBoundaries(folder);
    expect(output).toContain(message);
    expect(status).toBe(1);
  });
});
