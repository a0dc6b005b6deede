import { join } from 'node:path';
import { publicPackages, runPnpm } from '@rubato/workspace';

/** Packs every public package as a release would; answers the tarballs' absolute paths by package name. */
export async function packAll(folder: string): Promise<Map<string, string>> {
  const packages = publicPackages();
  const filters = packages.map(({ name }) => `--filter=${name}`);
  const { status, stdout, output } = await runPnpm(['--recursive', ...filters, 'pack', '--pack-destination', folder, '--json']);
  if (status !== 0) throw new Error(`pnpm pack failed:\n${output}`);
  const packed = JSON.parse(stdout.slice(stdout.indexOf('['))) as { name: string; filename: string }[];
  return new Map(packed.map(({ name, filename }) => [name, join(filename)]));
}
