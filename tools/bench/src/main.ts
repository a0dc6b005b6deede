import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cases } from './cases/cases.ts';
import { updateExpectedOperations } from './operations/count-operations.ts';
import type { BenchOptions } from './options.ts';
import { parseOptions } from './options.ts';
import { chart } from './report/chart.ts';
import { toMarkdown } from './report/markdown.ts';
import { performancePage, tableViGroups } from './report/performance-page.ts';
import type { Report } from './report/report.ts';
import { parseReport } from './report/report.ts';
import { chooseCases, runBench } from './run-bench.ts';

const DOCS = fileURLToPath(new URL('../../../docs', import.meta.url));

const options = parseOptions(process.argv);
if (options.updateOperations === true) {
  console.log(`instructions committed for: ${Object.keys(await updateExpectedOperations()).join(', ') || 'nobody, no module is there'}`);
} else if (options.from === undefined && chooseCases(options).length === 0) {
  console.error(`no such case; there are ${cases.map(({ name }) => `"${name}"`).join(', ')}`);
  process.exitCode = 2;
} else {
  const report = await makeReport(options);
  write(report, options);
  process.exitCode = Object.keys(report.failed).length > 0 ? 1 : 0;
}

async function makeReport({ from, ...rest }: BenchOptions): Promise<Report> {
  return from === undefined ? runBench(rest, (line) => console.error(line)) : parseReport(readFileSync(from, 'utf8'));
}

function write(report: Report, { out, writeDocs }: BenchOptions): void {
  const markdown = toMarkdown(report);
  const picture = chart(report, tableViGroups(report));
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(join(out, 'report.md'), `${markdown}\n`);
  writeFileSync(join(out, 'chart.svg'), picture);
  console.log(markdown);
  console.log(`\nwritten to ${out}`);
  if (writeDocs !== true) return;
  writeFileSync(join(DOCS, 'performance.md'), performancePage(report));
  writeFileSync(join(DOCS, 'performance.svg'), picture);
  console.log('docs/performance.md and docs/performance.svg are written');
}
