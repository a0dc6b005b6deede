import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from '@rubato/workspace';

/**
 * A project of someone else's, outside the workspace: npm installs the tarballs there. Overrides make the packages find each other's
 * tarballs and nothing that a registry may hold under these names.
 */
export async function installConsumer(folder: string, tarballs: ReadonlyMap<string, string>): Promise<void> {
  const tarballUrls = Object.fromEntries([...tarballs].map(([name, path]) => [name, pathToFileURL(path).href]));
  const manifest = {
    name: 'consumer',
    version: '1.0.0',
    private: true,
    type: 'module',
    dependencies: tarballUrls,
    overrides: Object.fromEntries(Object.keys(tarballUrls).map((name) => [name, `$${name}`])),
  };
  writeFiles(folder, { 'package.json': JSON.stringify(manifest) });
  const npm = await runCommand('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'], {
    cwd: folder,
    environment: outsideEnvironment(),
  });
  if (npm.status !== 0) throw new Error(`npm install failed:\n${npm.output}`);
}

/** Writes files below a folder, by relative path. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/**
 * What a package manager that runs us has put into the environment about this project is not for the consumer's. Where the machine's
 * own npm settings lie is: npm finds them beside the Node that it runs on, which may be the project's here.
 */
export function outsideEnvironment(): Record<string, string | undefined> {
  const ours = Object.keys(process.env).filter((name) => /^(npm_(?!config_)|npm_config_local_prefix$|NODE_OPTIONS$|VITEST)/i.test(name));
  return Object.fromEntries(ours.map((name) => [name, undefined]));
}
