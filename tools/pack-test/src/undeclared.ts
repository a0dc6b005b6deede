import { builtinModules } from 'node:module';
import type { Manifest } from '@rubato/workspace';

/** Begins as names of packages and paths do: not every text behind the word "from" is one. */
const specifier = /(?:\bfrom|\bimport)\s*\(?\s*(['"])(?<name>[@\w.][^'"\s,]*)\1/g;

/** The packages that a published file imports though its manifest does not name them: an outsider could not resolve them. */
export function undeclaredImports(code: string, manifest: Manifest): string[] {
  const declared = new Set([manifest.name, ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })]);
  const withoutComments = code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const names = new Set<string>();
  for (const { groups } of withoutComments.matchAll(specifier)) {
    const path = groups?.['name'] ?? '';
    if (path.startsWith('.') || path.startsWith('node:') || builtinModules.includes(path)) continue;
    const name = path
      .split('/')
      .slice(0, path.startsWith('@') ? 2 : 1)
      .join('/');
    if (!declared.has(name)) names.add(name);
  }
  return [...names].toSorted();
}
