/** How many tests of a folder passed, failed and were skipped. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The part of Vitest's JSON report that is read. */
export interface VitestReport {
  readonly testResults: readonly {
    /** The absolute path of the test file. */
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** Counts by workspace folder (`packages/core`), sorted by name. A file that failed before any of its tests ran counts as one failure. */
export function countTests(report: VitestReport, root: string): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const file of report.testResults) {
    const path = file.name.replaceAll('\\', '/').slice(root.replaceAll('\\', '/').replace(/\/$/, '').length + 1);
    const folder = path.split('/').slice(0, 2).join('/');
    const of = counts.get(folder) ?? { passed: 0, failed: 0, skipped: 0 };
    counts.set(folder, of);
    let failed = 0;
    for (const { status } of file.assertionResults) {
      if (status === 'passed') of.passed++;
      else if (status === 'failed') failed++;
      else of.skipped++;
    }
    of.failed += failed === 0 && file.status === 'failed' ? 1 : failed;
  }
  return new Map([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The sum over all folders. */
export function totalOf(counts: ReadonlyMap<string, Counts>): Counts {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts.values()) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}
