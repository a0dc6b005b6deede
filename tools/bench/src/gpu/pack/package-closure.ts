import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of the workspace that is carried. */
export interface CarriedPackage {
  readonly name: string;
  readonly folder: string;
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * The packages of `root/packages` that these need to run, themselves included.
 *
 * @throws Error where one of them needs what is no package of the workspace: it could not be carried
 */
export function packageClosure(root: string, names: readonly string[]): CarriedPackage[] {
  const known = new Map<string, { folder: string; manifest: Manifest }>();
  for (const entry of readdirSync(join(root, 'packages'))) {
    const folder = join(root, 'packages', entry);
    if (!existsSync(join(folder, 'package.json'))) continue;
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    known.set(manifest.name, { folder, manifest });
  }
  const found = new Map<string, CarriedPackage>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    const own = known.get(name);
    if (own === undefined) throw new Error(`${name} is no package of this workspace and cannot be carried`);
    found.set(name, { name, folder: own.folder });
    waiting.push(...Object.keys(own.manifest.dependencies ?? {}));
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
