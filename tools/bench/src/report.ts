import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import type { CaseResult } from './run-case.ts';

/** A whole run: where, on what, and what came out. */
export interface Report {
  readonly rubatoBench: 1;
  readonly node: string;
  readonly cpu: string;
  readonly commit: string;
  readonly rounds: number;
  readonly seed: number;
  readonly results: readonly CaseResult[];
}

export function makeReport(results: readonly CaseResult[], rounds: number, seed: number): Report {
  return { rubatoBench: 1, node: process.version, cpu: cpus()[0]?.model ?? 'unknown', commit: commit(), rounds, seed, results };
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

/** The results as a Markdown table: nanoseconds a cell, medians with quartiles, and the ratio to the peer. */
export function toMarkdown(report: Report): string {
  const lines = [
    `Node ${report.node}, ${report.cpu}, commit ${report.commit}, ${report.rounds} rounds, seed ${report.seed}`,
    '',
    '| case | work | median ms | quartiles | ns per cell | peer / ours |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  for (const { name, timings, ratio } of report.results) {
    for (const timing of timings) {
      const cells = [
        name,
        timing.name,
        timing.median.toFixed(2),
        `${timing.lower.toFixed(2)} to ${timing.upper.toFixed(2)}`,
        timing.nanosecondsPerCell.toFixed(1),
        timing.name.startsWith('cpu, forward +') && ratio !== undefined ? `${ratio.toFixed(2)} ×` : '',
      ];
      lines.push(`| ${cells.join(' | ')} |`);
    }
  }
  return lines.join('\n');
}
