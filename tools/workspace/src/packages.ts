import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

/** The fields of a `package.json` that tools read. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly packageManager?: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

export interface WorkspacePackage {
  readonly name: string;
  /** Relative to the root, for example `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** The layer and whatever else `turbo boundaries` goes by. */
  readonly tags: readonly string[];
}

/** Every package under `packages`, `apps` and `tools`, in the order of their folders. */
export function workspacePackages(base: string = root): WorkspacePackage[] {
  return ['packages', 'apps', 'tools'].flatMap((group) =>
    readdirSync(join(base, group))
      .map((name) => `${group}/${name}`)
      .filter((folder) => existsSync(join(base, folder, 'package.json')))
      .toSorted()
      .map((folder) => {
        const manifest = readJson(join(base, folder, 'package.json')) as Manifest;
        const turbo = join(base, folder, 'turbo.json');
        const { tags = [] } = (existsSync(turbo) ? readJson(turbo) : {}) as { tags?: string[] };
        return { name: manifest.name, folder, manifest, tags };
      }),
  );
}

/** The packages that are published. */
export function publicPackages(base: string = root): WorkspacePackage[] {
  return workspacePackages(base).filter(({ manifest }) => manifest.private !== true);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
