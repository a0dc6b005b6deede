import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@rubato/workspace';
import type { Example } from './example.ts';
import { extractFromMarkdown, extractFromTypeScript } from './extract.ts';

const sources = ['packages/*/src/**/*.ts', 'apps/*/src/**/*.ts'];
const pages = ['*.md', 'docs/**/*.md', 'packages/*/*.md', 'apps/*/*.md', 'tools/*/*.md'];

/** Every example of the project, in the order of the files' names. */
export function collectExamples(): Example[] {
  return [...find(sources, extractFromTypeScript), ...find(pages, extractFromMarkdown)];
}

function find(patterns: readonly string[], extract: (text: string, file: string) => Example[]): Example[] {
  return globSync(patterns, { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted()
    .flatMap((file) => extract(readFileSync(join(root, file), 'utf8'), file));
}
