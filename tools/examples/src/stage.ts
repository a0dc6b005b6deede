import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publicPackages, root, runNode } from '@rubato/workspace';
import type { CommandOutcome, WorkspacePackage } from '@rubato/workspace';
import { instrument } from './instrument.ts';

/**
 * A folder outside the workspace in which every public package can be imported by its name. The links lead to the packages' sources,
 * which Node runs as they are (it strips types from no file that lies under `node_modules`).
 */
export function createStage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rubato-examples-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  for (const [name, target] of linksOf(publicPackages())) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link, 'junction');
  }
  return folder;
}

/** Where names lead: the packages, and what they and their examples use from elsewhere, but for what is optional. */
function linksOf(packages: readonly WorkspacePackage[]): Map<string, string> {
  const links = new Map(packages.map(({ name, folder }) => [name, join(root, folder)]));
  for (const { folder, manifest } of packages) {
    const { dependencies, peerDependencies, devDependencies, peerDependenciesMeta = {} } = manifest;
    for (const name of Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies })) {
      if (!links.has(name) && peerDependenciesMeta[name]?.optional !== true)
        links.set(name, realpathSync(join(root, folder, 'node_modules', name)));
    }
  }
  return links;
}

/** Runs one example under the stage; its stated values are checked. A failure shows in the exit status. */
export function runExample(stage: string, code: string): Promise<CommandOutcome> {
  const folder = mkdtempSync(join(stage, 'run-'));
  const { code: instrumented, checks } = instrument(code);
  writeFileSync(join(folder, 'example.ts'), instrumented);
  const runtime = new URL('runtime.ts', import.meta.url).href;
  return runNode(['--conditions=@rubato/source', `--import=${runtime}`, 'example.ts'], {
    cwd: folder,
    environment: { EXAMPLE_CHECKS: String(checks), NODE_OPTIONS: undefined, NODE_COMPILE_CACHE: join(stage, 'cache') },
    timeout: 60_000,
  });
}

/** Type-checks examples as they stand, with the project's own compiler and strictness; answers the compiler's words. */
export async function typeCheck(stage: string, codes: readonly string[]): Promise<CommandOutcome> {
  const folder = mkdtempSync(join(stage, 'types-'));
  codes.forEach((code, i) => writeFileSync(join(folder, `example-${i}.ts`), `${code}\nexport {};\n`));
  const configuration = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      noEmit: true,
      composite: false,
      declaration: false,
      declarationMap: false,
      isolatedDeclarations: false,
      noUnusedLocals: false,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: ['*.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
  return runNode([join(root, 'node_modules/typescript/bin/tsc'), '--project', folder, '--pretty', 'false'], { cwd: folder });
}
