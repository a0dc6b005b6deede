import type { Counts } from './count.ts';

/** What `expected.json` commits for a folder. */
export interface ExpectedCounts {
  /** At least so many pass. */
  readonly passed: number;
  /** At most so many are skipped. */
  readonly skipped: number;
}

/** One sentence for each folder whose tests went missing: fewer passed, or more skipped, than committed. */
export function lostTests(counts: ReadonlyMap<string, Counts>, expected: Readonly<Record<string, ExpectedCounts>>): string[] {
  const complaints: string[] = [];
  for (const [folder, { passed, skipped }] of Object.entries(expected)) {
    const found = counts.get(folder) ?? { passed: 0, failed: 0, skipped: 0 };
    if (found.passed < passed) complaints.push(`${folder}: ${found.passed} tests passed, at least ${passed} are committed`);
    if (found.skipped > skipped) complaints.push(`${folder}: ${found.skipped} tests skipped, at most ${skipped} are committed`);
  }
  for (const [folder, { skipped }] of counts) {
    if (!Object.hasOwn(expected, folder) && skipped > 0) complaints.push(`${folder}: ${skipped} tests skipped, and no count is committed`);
  }
  return complaints;
}
