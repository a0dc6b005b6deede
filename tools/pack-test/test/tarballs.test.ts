import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publicPackages, root, runNode } from '@rubato/workspace';
import type { Manifest } from '@rubato/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installConsumer } from '../src/consumer.ts';
import { packAll } from '../src/pack.ts';
import { undeclaredImports } from '../src/undeclared.ts';
import { outsidePrograms } from './programs.ts';

const require = createRequire(import.meta.url);
const tarballFolder = mkdtempSync(join(tmpdir(), 'rubato-tarballs-'));
const consumer = mkdtempSync(join(tmpdir(), 'rubato-consumer-'));
let tarballs: Map<string, string>;

beforeAll(async () => {
  for (const { folder } of publicPackages()) {
    if (!existsSync(join(root, folder, 'dist/index.js'))) throw new Error(`${folder} is not built: run npx pnpm build first`);
  }
  tarballs = await packAll(tarballFolder);
  await installConsumer(consumer, tarballs);
}, 300_000);

afterAll(() => {
  rmSync(tarballFolder, { recursive: true, force: true });
  rmSync(consumer, { recursive: true, force: true });
});

/** The entry of a tool's command line, to be run on this Node. */
function entryOf(tool: string): string {
  const path = require.resolve(`${tool}/package.json`);
  const { bin } = JSON.parse(readFileSync(path, 'utf8')) as { bin: Record<string, string> };
  return join(dirname(path), Object.values(bin)[0]);
}

describe.each(publicPackages().map(({ name, folder }) => ({ name, folder })))('$name', ({ name }) => {
  const installed = join(consumer, 'node_modules', name);
  const read = (path: string): string => readFileSync(join(installed, path), 'utf8');
  const files = (pattern: string): string[] => globSync(pattern, { cwd: installed, exclude: ['node_modules/**'] });

  it('pleases publint, suggestions included', async () => {
    const { status, output } = await runNode([
      join(root, 'tools/pack-test/node_modules/publint/src/cli.js'),
      'run',
      tarballs.get(name) ?? '',
      '--strict',
    ]);
    expect(status, output).toBe(0);
  });

  it('pleases attw: its types are found by bundlers and by Node', async () => {
    const attw = [entryOf('@arethetypeswrong/cli'), tarballs.get(name) ?? '', '--profile', 'esm-only', '--no-emoji', '--no-color'];
    const { status, output } = await runNode(attw);
    expect(status, output).toBe(0);
  });

  it('says its licence, and carries neither build information nor tests', () => {
    expect(read('LICENSE')).toContain('MIT License');
    expect(files('**/*.{tsbuildinfo,test.ts,test.js}')).toEqual([]);
  });

  it('leads no condition to files that are not published', () => {
    const { exports = {} } = JSON.parse(read('package.json')) as Manifest;
    const targets = JSON.stringify(exports).match(/\.\/[^"]*\.\w+/g) ?? [];
    expect(targets).not.toEqual([]);
    for (const target of targets) expect(existsSync(join(installed, target)), target).toBe(true);
    expect(JSON.stringify(exports)).not.toContain('@rubato/source');
  });

  it('has source maps that lead to sources in the package', () => {
    const maps = files('dist/**/*.map');
    expect(maps).not.toEqual([]);
    for (const map of maps) {
      const { sources } = JSON.parse(read(map)) as { sources: string[] };
      for (const source of sources) expect(existsSync(join(installed, dirname(map), source)), `${map}: ${source}`).toBe(true);
    }
  });

  it('declares every package that its files import', () => {
    const manifest = JSON.parse(read('package.json')) as Manifest;
    for (const file of files('dist/**/*.{js,d.ts}')) expect(undeclaredImports(read(file), manifest), file).toEqual([]);
  });
});

describe('an outsider', async () => {
  it.each(await outsidePrograms())('$title', async ({ run }) => {
    const { status, output } = await run(consumer);
    expect(status, output).toBe(0);
  });
});
