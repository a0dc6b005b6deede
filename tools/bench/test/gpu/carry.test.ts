import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { carryBench } from '../../src/gpu/pack/carry.ts';
import { packageClosure } from '../../src/gpu/pack/package-closure.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rubato-carry-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('packageClosure', () => {
  it('finds what a package needs to run', () => {
    const found = packageClosure(root, ['@rubato/backend-webgpu', '@rubato/presets']);
    expect(found.map(({ name }) => name)).toEqual([
      '@rubato/backend-webgpu',
      '@rubato/core',
      '@rubato/costs',
      '@rubato/expression',
      '@rubato/minimum',
      '@rubato/presets',
    ]);
    expect(found[1].folder).toBe(join(root, 'packages', 'core'));
  });

  it('refuses a package that needs one from outside', () => {
    const outside = join(folder, 'workspace', 'packages', 'own');
    mkdirSync(outside, { recursive: true });
    writeFileSync(join(outside, 'package.json'), JSON.stringify({ name: 'own', dependencies: { foreign: '^1.0.0' } }));
    expect(() => packageClosure(join(folder, 'workspace'), ['own'])).toThrow(
      'foreign is no package of this workspace and cannot be carried',
    );
  });
});

describe('carryBench', () => {
  const built = packageClosure(root, ['@rubato/backend-webgpu', '@rubato/backend-cpu', '@rubato/presets']).every((carried) =>
    existsSync(join(carried.folder, 'dist', 'index.js')),
  );

  it.skipIf(!built)('makes a folder in which the bench starts without the workspace', () => {
    const kit = join(folder, 'kit');
    carryBench(root, kit);
    const files = readdirSync(join(kit, 'node_modules'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => /\.(ts|map|tsbuildinfo)$/.test(name))).toEqual([]);
    const [script, output] = [join(kit, 'tools', 'bench', 'src', 'gpu', 'main.ts'), join(kit, 'cases.json')];
    const { status, stderr } = spawnSync(process.execPath, [script, '--small', '--only', 'ctc', '--peer-cases', output], {
      cwd: folder,
      encoding: 'utf8',
      env: {},
    });
    expect(status, stderr).toBe(0);
    const { cases } = JSON.parse(readFileSync(output, 'utf8')) as { cases: { kind: string }[] };
    expect(cases.map(({ kind }) => kind)).toEqual(['ctc', 'ctc']);
  });
});
