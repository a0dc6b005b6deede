import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageClosure } from './package-closure.ts';

/** What the bench imports. */
const IMPORTED = ['@rubato/backend-cpu', '@rubato/backend-webgpu', '@rubato/core', '@rubato/presets'];

/** Sources of the bench, which Node runs as they are. */
const SOURCES = ['tools/bench/package.json', 'tools/bench/src', 'tools/bench/python'];

/**
 * Copies the bench and the built packages that it needs into `folder`, which afterwards needs nothing but Node 24 and the package `webgpu`.
 *
 * @throws Error where a package is not built
 */
export function carryBench(root: string, folder: string): void {
  for (const source of SOURCES) cpSync(join(root, source), join(folder, source), { recursive: true, filter: notCached });
  for (const { name, folder: from } of packageClosure(root, IMPORTED)) {
    if (!existsSync(join(from, 'dist', 'index.js'))) throw new Error(`${name} is not built`);
    const to = join(folder, 'node_modules', name);
    mkdirSync(to, { recursive: true });
    cpSync(join(from, 'package.json'), join(to, 'package.json'));
    // Types and source maps stay at home.
    cpSync(join(from, 'dist'), join(to, 'dist'), { recursive: true, filter: isFolderOrScript });
  }
}

const isFolderOrScript = (path: string): boolean => path.endsWith('.js') || statSync(path).isDirectory();
const notCached = (path: string): boolean => !path.endsWith('__pycache__');
