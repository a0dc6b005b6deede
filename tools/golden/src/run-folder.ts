import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { GoldenFile, GoldenReport } from '@rubato/conformance';
import { goldenFiles, runGolden } from '@rubato/conformance';
import type { Backend, Precision } from 'rubato';
import { presets } from 'rubato';

/** What came of one file: a report, or how many cases nobody can run yet. */
export interface FileResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly unsupported: number;
  readonly report?: GoldenReport;
}

/** Runs every JSON file of a folder on a backend, in the order of names. */
export async function runFolder(folder: string, backend: Backend, precision: Precision): Promise<FileResult[]> {
  const results: FileResult[] = [];
  for (const fileName of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()) {
    const name = basename(fileName, '.json');
    const json = JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as unknown;
    const file = goldenFiles.find((known) => known === name);
    if (file === undefined) {
      results.push({ name, passed: 0, failed: 0, unsupported: caseCount(json) });
      continue;
    }
    results.push(await runFile(file, json, backend, precision));
  }
  return results;
}

async function runFile(file: GoldenFile, json: unknown, backend: Backend, precision: Precision): Promise<FileResult> {
  const report = await runGolden(file, json, backend, precision, { presets });
  return { name: file, passed: report.passed, failed: report.failed, unsupported: report.unsupported, report };
}

function caseCount(json: unknown): number {
  const cases = (json as { cases?: unknown } | null)?.cases;
  return Array.isArray(cases) ? cases.length : 0;
}

/** A file's line and the worst error of each quantity beside its tolerance. */
export function describeResult({ name, passed, failed, unsupported, report }: FileResult): string[] {
  const lent = report?.lent ? `, ${report.lent} of them with Hessian products by the reference` : '';
  const lines = [`${name.padEnd(18)} ${passed} passed, ${failed} failed, ${unsupported} not yet supported${lent}`];
  if (report === undefined) return lines;
  for (const { quantity, error, tolerance, id } of report.worst) {
    lines.push(`  ${quantity.padEnd(28)} worst error ${error.toExponential(1)} of ${tolerance.toExponential(1)} allowed (${id})`);
  }
  for (const { id, quantity, position, actual, expected } of report.failures.slice(0, 5)) {
    lines.push(`  FAILED ${id} ${quantity}[${position}]: ${actual}, expected ${expected}`);
  }
  for (const { id, reason } of report.reasons.slice(0, 5)) lines.push(`  not supported ${id}: ${reason}`);
  return lines;
}
