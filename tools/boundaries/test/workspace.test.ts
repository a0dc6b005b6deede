import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root, workspacePackages } from '@rubato/workspace';
import { describe, expect, it } from 'vitest';

const layers = ['ground', 'core', 'kit', 'part', 'method', 'training', 'door', 'app', 'tool'];
const packages = workspacePackages();
const folders = new Map(packages.map(({ name, folder }) => [name, folder]));
const tagsOf = new Map(packages.map(({ name, tags }) => [name, tags]));

/** The workspace packages among the names of a dependency field, by folder, sorted. */
function foldersOf(field: Readonly<Record<string, string>> = {}): string[] {
  return Object.keys(field)
    .flatMap((name) => folders.get(name) ?? [])
    .toSorted();
}

function referencesOf(path: string): string[] {
  const { references } = JSON.parse(readFileSync(join(root, path), 'utf8')) as { references: { path: string }[] };
  return references.map((reference) => posix.join(posix.dirname(path), reference.path)).toSorted();
}

// What `turbo boundaries` does not look at: a package without a layer is bound by nothing.
describe.each(packages)('$folder', ({ folder, manifest, tags }) => {
  it('has one layer, and tools have no other place than tools/', () => {
    expect(tags.filter((tag) => layers.includes(tag))).toHaveLength(1);
    expect(tags.includes('tool')).toBe(folder.startsWith('tools/'));
    if (tags.includes('tool')) expect(manifest.private).toBe(true);
    // Applications may be for ourselves, such as experiments; packages are for everybody.
    else if (!tags.includes('app')) expect(manifest.private).toBeUndefined();
  });
});

describe.each(packages.filter(({ tags }) => !tags.includes('tool')))('$folder', ({ folder, manifest, tags }) => {
  it('needs the kit only in its tests', () => {
    const shipped = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    expect(shipped.filter((name) => tagsOf.get(name)?.includes('kit'))).toEqual([]);
  });

  it('ships no concrete backend where it is a method or for training: backends are handed in', () => {
    const shipped = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    const handsIn = tags.includes('method') || tags.includes('training');
    const parts = shipped.filter((name) => handsIn && tagsOf.get(name)?.includes('part'));
    expect(parts).toEqual(tags.includes('training') ? ['@rubato/presets'] : []);
  });

  it('references in tsconfig.json what it depends on, so that one tsc --build finds the order', () => {
    const dependencies = foldersOf({ ...manifest.dependencies, ...manifest.peerDependencies });
    expect(referencesOf(`${folder}/tsconfig.json`)).toEqual(dependencies);
  });

  it('is built by the root', () => {
    expect(referencesOf('tsconfig.json')).toContain(folder);
    expect(referencesOf('tsconfig.tests.json')).toContain(folder);
  });
});
