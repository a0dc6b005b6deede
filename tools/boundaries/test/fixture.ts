import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, runNode } from '@rubato/workspace';
import type { CommandOutcome } from '@rubato/workspace';

export interface FixturePackage {
  readonly name: string;
  readonly tag: string;
  readonly dependencies?: readonly string[];
  readonly devDependencies?: readonly string[];
  /** Files by their path inside the package. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Writes a workspace of small packages that obeys this project's own `turbo.json`. */
export function writeWorkspace(folder: string, packages: readonly FixturePackage[]): void {
  const { boundaries } = JSON.parse(readFileSync(join(root, 'turbo.json'), 'utf8')) as { boundaries: unknown };
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { packageManager: string };
  write(folder, 'turbo.json', JSON.stringify({ noUpdateNotifier: true, boundaries, tasks: {} }));
  write(folder, 'package.json', JSON.stringify({ name: 'fixture', private: true, packageManager }));
  write(folder, 'pnpm-workspace.yaml', 'packages:\n  - packages/*\n');
  for (const { name, tag, dependencies = [], devDependencies = [], files = {} } of packages) {
    const place = join(folder, 'packages', name.replace('@rubato/', ''));
    const versions = (names: readonly string[]) => Object.fromEntries(names.map((each) => [each, 'workspace:^']));
    write(
      place,
      'package.json',
      JSON.stringify({ name, dependencies: versions(dependencies), devDependencies: versions(devDependencies) }),
    );
    write(place, 'turbo.json', JSON.stringify({ extends: ['//'], tags: [tag] }));
    for (const [path, text] of Object.entries(files)) write(place, path, text);
  }
}

/** Runs the real `turbo boundaries` there. */
export function turboBoundaries(folder: string): Promise<CommandOutcome> {
  return runNode([join(root, 'node_modules/turbo/bin/turbo'), 'boundaries', '--no-color'], { cwd: folder });
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
