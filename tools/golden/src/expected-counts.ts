import { readFileSync } from 'node:fs';
import type { FileResult } from './run-folder.ts';

/** Cases that pass, and that cannot be run yet, per file of the shared golden folder. */
export type ExpectedCounts = Readonly<Record<string, { readonly passed: number; readonly unsupported: number }>>;

export function readExpectedCounts(): ExpectedCounts {
  return JSON.parse(readFileSync(new URL('../expected-counts.json', import.meta.url), 'utf8')) as ExpectedCounts;
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
