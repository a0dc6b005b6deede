import { readFileSync } from 'node:fs';
import type { FileResult } from './file-result.ts';

/** Cases that pass, and that a backend cannot run, per file of the shared golden folder. */
export type ExpectedCounts = Readonly<Record<string, { readonly passed: number; readonly unsupported: number }>>;

/** The committed counts of a backend; none for one that has not been counted. */
export function readExpectedCounts(backend: string): ExpectedCounts {
  const all = JSON.parse(readFileSync(new URL('../expected-counts.json', import.meta.url), 'utf8')) as Record<string, ExpectedCounts>;
  return all[backend] ?? {};
}

/** Every count that is not the committed one, in words: lost cases and gained ones alike. */
export function differences(results: readonly FileResult[], expected: ExpectedCounts): string[] {
  const names = new Set([...Object.keys(expected), ...results.map(({ name }) => name)]);
  return [...names].flatMap((name) => {
    const found = results.find((result) => result.name === name);
    const wanted = expected[name];
    if (found === undefined) return [`${name} is missing from the folder`];
    if (wanted === undefined) return [`${name} has no committed counts`];
    if (found.passed === wanted.passed && found.unsupported === wanted.unsupported) return [];
    return [
      `${name}: ${found.passed} passed and ${found.unsupported} not supported, committed are ${wanted.passed} and ${wanted.unsupported}`,
    ];
  });
}
