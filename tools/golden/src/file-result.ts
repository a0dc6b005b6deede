import type { GoldenReport } from '@rubato/conformance';

/** What came of the cases of a file, whoever computed them. */
export type FileReport = Pick<GoldenReport, 'passed' | 'failed' | 'unsupported' | 'lent' | 'reasons' | 'failures' | 'worst'>;

/** What came of one file: a report, or how many cases nobody can run yet. */
export interface FileResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly unsupported: number;
  readonly report?: FileReport;
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
