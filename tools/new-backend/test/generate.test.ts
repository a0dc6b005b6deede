import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runNode, runPnpm, workspacePackages } from '@rubato/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateBackend } from '../src/generate.ts';
import { backendNames } from '../src/names.ts';

const copy = mkdtempSync(join(tmpdir(), 'rubato-new-backend-'));
let written: string[];

beforeAll(async () => {
  // The working tree as it stands, without what was installed or built.
  const left = new Set(['node_modules', 'dist', '.git', '.turbo']);
  cpSync(root, copy, { recursive: true, filter: (source) => !left.has(source.split(/[/\\]/).at(-1) ?? '') });
  written = generateBackend(copy, 'probe-two');
  const { status, output } = await runPnpm(['install', '--no-frozen-lockfile', '--prefer-offline'], { cwd: copy });
  if (status !== 0) throw new Error(output);
}, 300_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('new:backend', () => {
  it('refuses names that are no names, and folders that are there', () => {
    for (const name of ['', 'Wasm', 'my_gpu', '-x', 'x-', '../x', '2d']) expect(() => backendNames(name)).toThrow(RangeError);
    expect(() => generateBackend(root, 'cpu')).toThrow('packages/backend-cpu is there already');
    expect(backendNames('my-gpu-2')).toEqual({ name: 'my-gpu-2', camel: 'myGpu2', pascal: 'MyGpu2' });
  });

  it('makes a package of the right layer that the root builds', () => {
    const made = workspacePackages(copy).find(({ folder }) => folder === 'packages/backend-probe-two');
    expect(made).toMatchObject({ name: '@rubato/backend-probe-two', tags: ['part'] });
    for (const file of ['tsconfig.json', 'tsconfig.tests.json']) {
      const { references } = JSON.parse(readFileSync(join(copy, file), 'utf8')) as { references: { path: string }[] };
      expect(references).toContainEqual({ path: 'packages/backend-probe-two' });
    }
  });

  it('makes code that compiles, obeys the layers, and is formatted and free of lint', async () => {
    const tool = (name: string): string => join(copy, 'node_modules', name);
    const outcomes = [
      await runNode([tool('typescript/bin/tsc'), '--build', 'packages/backend-probe-two'], { cwd: copy }),
      await runNode([tool('turbo/bin/turbo'), 'boundaries', '--filter=@rubato/backend-probe-two'], { cwd: copy }),
      await runNode([tool('oxfmt/bin/oxfmt'), '--check', ...written.filter((path) => !path.endsWith('.md'))], { cwd: copy }),
      await runNode([tool('oxlint/bin/oxlint'), 'packages/backend-probe-two'], { cwd: copy }),
    ];
    for (const { status, output } of outcomes) expect(status, output).toBe(0);
  });

  it('runs the conformance suite, which fails because nothing is supported', async () => {
    const { status, output } = await runNode(
      [join(copy, 'node_modules/vitest/vitest.mjs'), 'run', 'packages/backend-probe-two', '--reporter=json', '--outputFile=report.json'],
      { cwd: copy },
    );
    expect(status, output).toBe(1);
    const report = JSON.parse(readFileSync(join(copy, 'report.json'), 'utf8')) as {
      numFailedTests: number;
      testResults: { assertionResults: { status: string; failureMessages: string[] }[] }[];
    };
    expect(report.numFailedTests).toBeGreaterThan(0);
    const messages = report.testResults.flatMap(({ assertionResults }) =>
      assertionResults.flatMap(({ failureMessages }) => failureMessages),
    );
    expect(messages.join('\n')).toContain('it computes nothing yet');
  });
});
