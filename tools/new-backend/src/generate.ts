import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backendNames } from './names.ts';
import { templates } from './templates.ts';

/** What a manifest of this workspace holds; the new one is made from that of presets, so that the fields stay the same. */
type Manifest = Record<string, unknown>;

/**
 * Makes `packages/backend-NAME` and names it in the root's TypeScript references.
 *
 * @returns the paths of all files written or changed, relative to the root
 * @throws RangeError for a name that is no kebab-case; Error where the folder is there already
 */
export function generateBackend(root: string, name: string): string[] {
  const names = backendNames(name);
  const folder = `packages/backend-${name}`;
  if (existsSync(join(root, folder))) throw new Error(`${folder} is there already`);
  const files = Object.entries(templates(names)).map(([path, text]) => [`${folder}/${path}`, text] as const);
  const written = [
    [`${folder}/package.json`, manifestOf(root, name)] as const,
    ...files,
    [`.changeset/backend-${name}.md`, `---\n'@rubato/backend-${name}': minor\n---\n\nFirst version of the backend ${name}.\n`] as const,
    ...['tsconfig.json', 'tsconfig.tests.json'].map(
      (path) => [path, withReference(readFileSync(join(root, path), 'utf8'), folder)] as const,
    ),
  ];
  for (const [path, text] of written) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return written.map(([path]) => path);
}

function manifestOf(root: string, name: string): string {
  const model = JSON.parse(readFileSync(join(root, 'packages/presets/package.json'), 'utf8')) as Manifest;
  const manifest: Manifest = {
    ...model,
    name: `@rubato/backend-${name}`,
    version: '0.0.0',
    description: `Rubato's backend ${name}`,
    dependencies: { '@rubato/core': 'workspace:^' },
    devDependencies: { '@rubato/conformance': 'workspace:^' },
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** Adds a project reference behind those of the other backends. */
function withReference(configuration: string, folder: string): string {
  const lines = configuration.split('\n');
  const last = lines.findLastIndex((line) => line.includes('"packages/backend-'));
  if (last < 0) throw new Error('no reference to another backend to put this one behind');
  return lines.toSpliced(last + 1, 0, lines[last].replace(/packages\/backend-[^"]*/, folder).replace(/\}\s*$/, '},')).join('\n');
}
