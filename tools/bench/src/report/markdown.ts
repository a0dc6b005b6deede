import { limitTable, rateTable } from './limit-table.ts';
import { memoryTable } from './memory-table.ts';
import type { Report } from './report.ts';
import { detailTable, ratioTable } from './speed-tables.ts';

/** Where a run was made, in one paragraph. */
export function describeEnvironment({ environment, options }: Pick<Report, 'environment' | 'options'>): string {
  const { date, commit, node, v8, system, cpu, cores, memoryBytes, pinned } = environment;
  return [
    `${date}, commit ${commit}, Node ${node} (V8 ${v8}), ${system}, ${cpu}, ${cores} cores, ${Math.round(memoryBytes / 1e9)} GB;`,
    `at least ${options.rounds} rounds, seed ${options.seed}, threads ${pinned ? 'pinned to processors' : 'not pinned'}.`,
  ].join(' ');
}

export function absentList(report: Report): string {
  return report.absent.map(({ label, reason }) => `- ${label}: absent. ${reason}`).join('\n');
}

/** A run as it is printed: everything, without explanations. */
export function toMarkdown(report: Report): string {
  const parts = [describeEnvironment(report)];
  if (report.absent.length > 0) parts.push(absentList(report));
  if (report.results.length > 0) parts.push(detailTable(report));
  for (const kind of new Set(report.results.map((result) => result.kind))) {
    const ratios = ratioTable(
      report,
      report.results.filter((result) => result.kind === kind),
    );
    if (ratios !== undefined) parts.push(ratios);
  }
  if (report.memory.length > 0) parts.push(memoryTable(report));
  if (report.rates.length > 0) parts.push(rateTable(report.rates));
  const limits = limitTable(report);
  if (limits !== undefined) parts.push(limits);
  for (const [name, reason] of Object.entries(report.failed)) parts.push(`FAILED ${name}: ${reason}`);
  return parts.join('\n\n');
}
